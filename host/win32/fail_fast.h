// Ends the process when the host cannot continue: with a dump for Windows Error Reporting, which WSL's service has set
// up, and not with a bare exit code.
#pragma once

namespace win32 {

// Makes std::terminate end the process this way. `report` is called first, with what() of the uncaught exception or ""
// without one; it must neither wait nor throw. MinGW's default is an exit code without a dump.
void FailFastOnTerminate(void (*report)(const char* what) noexcept) noexcept;

} // namespace win32
