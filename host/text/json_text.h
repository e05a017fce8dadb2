// Text as JSON has it.
#pragma once
#include <string>
#include <string_view>

namespace text {

// Appends UTF-8 text in quotation marks, with what JSON does not allow in them escaped.
void AppendJsonText(std::string& json, std::string_view text);

} // namespace text
