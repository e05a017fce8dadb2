// Owners and access lists of open files and keys.
#pragma once
#include "win32/windows.h"
#include <cstdint>
#include <string>
#include <vector>

namespace win32 {

// The descriptor with owner and access list, self-relative. The handle needs READ_CONTROL.
HRESULT SecurityOf(HANDLE handle, std::vector<uint8_t>& descriptor);

// The SID of this process's account; empty if Windows does not return it.
std::string OwnAccount();

// The same under Wine, where it is the machine's user; empty on Windows, where only SYSTEM may be trusted.
const std::string& OwnAccountUnderWine();

} // namespace win32
