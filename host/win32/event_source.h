// The source of the host's events in Windows' event log: where the event viewer finds their texts.
#pragma once
#include <string>

namespace win32 {

// The source's key, below HKEY_LOCAL_MACHINE.
std::u16string EventSourceKey();

// Names the DLL that has the texts, unless the one that is named already is still there.
void RegisterEventTexts(const std::u16string& dll) noexcept;

} // namespace win32
