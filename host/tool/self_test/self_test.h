// Tests the DLL on this machine: loads it into a process apart, with the restrictions of WSL's service, and makes it
// fail in every way that has to end in an HRESULT.
#pragma once
#include <string>

namespace tool {

// Prints a report that can be pasted into an issue. `dll`: the host to test, which is copied. True if everything
// passed. Throws ToolError if the test itself is impossible.
bool SelfTest(const std::u16string& dll);

// The host in a folder: its only DLL, or one of several equal ones. Throws ToolError.
std::u16string HostIn(const std::u16string& folder);

} // namespace tool
