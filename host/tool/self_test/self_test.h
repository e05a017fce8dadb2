// Whether the DLL works on this machine: loaded into a process that does no harm, with the restrictions of WSL's
// service, and made to fail in every way that has to end in an HRESULT.
#pragma once
#include <string>

namespace tool {

// Prints a report that can be pasted into an issue. `dll`: the host to test, which is copied. True: everything passed.
// Throws ToolError where the test itself is impossible.
bool SelfTest(const std::u16string& dll);

// The host in a folder: its only DLL, or one of several that are the same. Throws ToolError.
std::u16string HostIn(const std::u16string& folder);

} // namespace tool
