#pragma once
#include <cstdint>
#include <string>

namespace text {

// "0x80070002 (ERROR_FILE_NOT_FOUND)", or the number alone if the code has no name here.
std::string HresultToText(int32_t result);

} // namespace text
