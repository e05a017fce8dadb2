// Scripts and settings as the host takes them: small UTF-8 files.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

// The text, without a byte order mark; none when the file does not exist. Throws FailureError, with `name` in its
// message, when it cannot be read, is larger than `maximum` bytes or is not UTF-8.
std::optional<std::string> ReadTextFile(const std::u16string& path, const std::string& name, uint64_t maximum);
