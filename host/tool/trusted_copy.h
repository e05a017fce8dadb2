// Makes files that the host will trust from files that it need not trust.
#pragma once
#include <string>

namespace tool {

// Makes a new file as the host makes its log: folders and file with access for SYSTEM and administrators only. Throws
// ToolError.
void WriteTrusted(const std::u16string& path, const std::string& bytes);

// Throws ToolError.
std::string ReadFrom(const std::u16string& path);

} // namespace tool
