// The registry entry through which the event viewer finds the texts of the host's events.
#pragma once
#include <string>

namespace win32 {

// The source's key, below HKEY_LOCAL_MACHINE.
std::u16string EventSourceKey();

// Enters the DLL that has the texts, unless the DLL entered already still exists.
void RegisterEventTexts(const std::u16string& dll) noexcept;

} // namespace win32
