// The process's report when a plugin's fault ends it, and the capture of OutputDebugString.
#pragma once
#include <windows.h>

namespace standin {

// From now on an unhandled exception is reported as a `crash` event (code, address, what was touched) and ends the
// process with the exception's code; text for a debugger is reported as a `debug` event.
void InstallReporters();

// A plugin that asks for a debugger finds one. The process does not look debugged to anything else: Wine 8 then raises
// exceptions by a system call, and unwinds with a register (rbp) that the call has changed.
void PretendDebugger(HMODULE plugin);

// Stops reading text for a debugger; plugins find none. Call it before any plugin is loaded.
void IgnoreDebugText();

} // namespace standin
