// Who a security identifier (SID) stands for.
#pragma once
#include "win32/windows.h"
#include <cstddef>
#include <string>
#include <vector>

namespace win32 {

// "S-1-5-18"; empty for a null or invalid SID.
std::u16string SidToText(PSID sid);

// None for a null SID.
std::vector<std::byte> CopyOfSid(PSID sid);

// "DOMAIN\name"; empty for text that is no SID, or when Windows finds no account.
std::u16string AccountOf(const std::u16string& sidText);

// The same of accounts that this machine knows by itself. Never waits for a domain controller.
std::u16string LocalAccountOf(const std::u16string& sidText);

} // namespace win32
