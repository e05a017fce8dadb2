// How the host ends the process when it cannot go on: with a dump for Windows Error Reporting, which WSL's service has
// set up, and not with a bare exit code.
#pragma once

namespace win32 {

// Makes std::terminate end the process so. `report` is called before that with what() of the exception that has not
// been caught, or "" without one; it must neither wait nor throw. MinGW's own way is an exit code without a dump.
void FailFastOnTerminate(void (*report)(const char* what) noexcept) noexcept;

} // namespace win32
