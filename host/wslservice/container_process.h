// The processes of container sessions as plugins see them: an object for each, to be released by the thread that made
// it.
#pragma once
#include "generated/wsl_abi.h"
#include <cstddef>

namespace standin {

// The five functions for processes.
void AddContainerProcessCalls(wsl::WSLPluginAPIV1& table);

// How many objects this thread has made and not released.
size_t UnreleasedProcesses() noexcept;

} // namespace standin
