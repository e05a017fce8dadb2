// The hash by which administrators identify a file's content.
#pragma once
#include <string>
#include <string_view>

namespace win32 {

// SHA-256 in hexadecimal, lower case. Empty if Windows has no memory for it.
std::string Sha256(std::string_view bytes);

} // namespace win32
