// This DLL as a file and as a part of the process.
#pragma once
#include "win32/windows.h"
#include <string>

namespace win32 {

// The full path of this DLL.
std::u16string ThisModulePath();

// Keeps this DLL loaded for good, whoever frees it.
HRESULT PinThisModule() noexcept;

} // namespace win32
