// Text for whoever debugs the process or watches with a tool such as DebugView.
#pragma once

namespace win32 {

void DebugOutput(const char16_t* text) noexcept;

} // namespace win32
