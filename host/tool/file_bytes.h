// Reads files that the host does not read: their content is not trusted.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

namespace tool {

// The last `maximum` bytes of a file that others may write to, rename or delete meanwhile. Nothing if it cannot be
// read.
std::optional<std::string> ReadEndOfFile(const std::u16string& path, uint64_t maximum);

// A file of at most 256 MiB.
std::optional<std::string> ReadWholeFile(const std::u16string& path);

} // namespace tool
