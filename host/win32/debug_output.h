// Text for a debugger of this process.
#pragma once
#include <string_view>

namespace win32 {

// UTF-8. Does nothing without a debugger: other readers of such text can make its writers wait, and any service account
// can pose as one. So can a debugger: call it without a lock.
void DebugOutput(std::string_view text) noexcept;

} // namespace win32
