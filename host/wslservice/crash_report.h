// The process's report when a plugin's fault ends it, and the capture of OutputDebugString.
#pragma once

namespace standin {

// From now on an unhandled exception is reported as a `crash` event (code, address, what was touched) and ends the
// process with the exception's code; text for a debugger is reported as a `debug` event.
void InstallReporters();

// Calls a function and reports its unhandled exceptions: while a debugger is pretended, the system calls no filter.
void CallReported(void (*function)(void*), void* argument);

// Stops reading text for a debugger: it goes where it goes without one. Call it before any plugin is loaded.
void IgnoreDebugText();

} // namespace standin
