// Files that the host will trust, made of files that it need not.
#pragma once
#include <string>

namespace tool {

// A file that is not there yet, as the host writes its log: folders and file with access for SYSTEM and administrators
// only. Throws ToolError.
void WriteTrusted(const std::u16string& path, const std::string& bytes);

// Throws ToolError.
std::string ReadFrom(const std::u16string& path);

} // namespace tool
