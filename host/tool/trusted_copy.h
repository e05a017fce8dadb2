// Makes files that the host will trust from files that it need not trust.
#pragma once
#include <string>

namespace tool {

// Replaces the file's contents. Folders and file that are missing are made as those of the host's log, with access
// for SYSTEM and administrators only. Throws ToolError.
void WriteTrusted(const std::u16string& path, const std::string& bytes);

// Throws ToolError.
std::string ReadFrom(const std::u16string& path);

// False: other accounts can change the folder, and could make a file's name there lead to a file elsewhere.
bool MayRemoveIn(const std::u16string& folder);

} // namespace tool
