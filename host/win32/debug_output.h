// Text for whoever debugs the process or watches with a tool such as DebugView.
#pragma once
#include <string_view>

namespace win32 {

// UTF-8. Costs next to nothing while nobody reads; a reader that comes is noticed within a second.
void DebugOutput(std::string_view text) noexcept;

} // namespace win32
