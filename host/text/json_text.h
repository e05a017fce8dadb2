// Text in JSON's form.
#pragma once
#include <string>
#include <string_view>

namespace text {

// Appends UTF-8 text in quotation marks; escapes what JSON does not allow in them.
void AppendJsonText(std::string& json, std::string_view text);

} // namespace text
