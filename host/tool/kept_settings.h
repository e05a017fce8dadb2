// The administrator's settings, which upgrades keep.
#pragma once
#include <optional>
#include <string>

namespace tool {

// Those of the plugin with this DLL. None: it has no settings, or the host does not use them, because other accounts
// can change them. Throws a ToolError if they cannot be read.
std::optional<std::string> ReadInstalledSettings(const std::u16string& dll);

} // namespace tool
