// The account that a security identifier (SID) identifies.
#pragma once
#include "win32/windows.h"
#include <cstddef>
#include <string>
#include <vector>

namespace win32 {

// "S-1-5-18"; empty for a null or invalid SID.
std::u16string SidToText(PSID sid);

// Nothing for a null SID.
std::vector<std::byte> CopyOfSid(PSID sid);

// "DOMAIN\name"; empty if the text is not a SID, or if Windows finds no account.
std::u16string AccountOf(const std::u16string& sidText);

// The same for accounts that this machine itself knows. Never waits for a domain controller.
std::u16string LocalAccountOf(const std::u16string& sidText);

} // namespace win32
