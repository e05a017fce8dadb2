// The host's own threads, for work that must not occupy a thread of WSL's.
#pragma once
#include <functional>

namespace win32 {

// Runs the work, which must not throw, on another thread, soon. The work must not call WSL. False if there is no memory
// for it.
bool RunOnWorker(std::function<void()> work) noexcept;

} // namespace win32
