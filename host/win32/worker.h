// Threads of the host's own, for what must not keep a thread of WSL's.
#pragma once
#include <functional>

namespace win32 {

// Runs the work, which must not throw, on another thread, soon. Nothing in it may call WSL. False when there is no
// memory for it.
bool RunOnWorker(std::function<void()> work) noexcept;

} // namespace win32
