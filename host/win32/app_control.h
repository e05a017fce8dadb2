// Windows' App Control for Business: whether its policy lets a script run.
#pragma once
#include "win32/windows.h"
#include <string>

namespace win32 {

enum class AppControl
{
    Allowed, // also if there is no policy
    Refused  // or only in a sandbox, or Windows does not say
};

// Asks about an open file; the answer holds only while it stays open. `path` is for Windows' own events.
AppControl AskAppControl(HANDLE file, const std::u16string& path);

// Whether a policy is enforced on this machine. True if Windows does not say.
bool IsAppControlEnforced();

} // namespace win32
