// Windows' App Control for Business: whether its policy lets a script run.
#pragma once
#include "win32/windows.h"
#include <string>

namespace win32 {

enum class AppControl
{
    Allowed, // or there is no policy
    Refused  // or only in a sandbox, or Windows does not say
};

// Asks about a file that is open, and counts only as long as it is. `path` is for Windows' own events.
AppControl AskAppControl(HANDLE file, const std::u16string& path);

// Whether a policy is enforced on this machine. If Windows does not say, it is.
bool IsAppControlEnforced();

} // namespace win32
