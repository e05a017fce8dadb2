// The processes of container sessions, as plugins get them: an object for each, which its own thread has to release.
#pragma once
#include "generated/wsl_abi.h"
#include <cstddef>

namespace standin {

// The five functions for processes.
void AddContainerProcessCalls(wsl::WSLPluginAPIV1& table);

// How many objects this thread has made that it has not released.
size_t UnreleasedProcesses() noexcept;

} // namespace standin
