// Files and folders that somebody else has put where the service is about to write.
#pragma once
#include "win32/windows.h"
#include <string>

namespace win32 {

// Every user may make folders in %ProgramData%, links among them, that lead a service's files elsewhere. S_OK
// when all that there is on the way from there to `path`, its last part included, belongs to the system, to
// administrators or to the account of this process; also for a path that leads elsewhere from the start.
HRESULT CheckOwners(const std::u16string& path);

} // namespace win32
