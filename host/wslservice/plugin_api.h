// The API table that plugins get: MountFolder, ExecuteBinary, PluginError and ExecuteBinaryInDistribution as in
// PluginManager.cpp, served by the Linux agent. Every call becomes an event with its arguments and its result.
#pragma once
#include "generated/wsl_abi.h"

namespace standin {

// The table at the version's exact size, read-only, with an inaccessible page behind it. Made at the first call for a
// version, the same for all plugins, alive as long as the process.
const wsl::WSLPluginAPIV1* ApiTable(const wsl::WSLVersion& version);

} // namespace standin
