// The tool's output for programs.
#pragma once
#include <string>
#include <utility>
#include <vector>

namespace tool {

// Names and texts; an empty text becomes null.
using JsonMembers = std::vector<std::pair<const char*, std::string>>;

// On one line.
std::string JsonObject(const JsonMembers& members);

} // namespace tool
