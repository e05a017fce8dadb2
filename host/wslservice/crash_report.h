// What the process says before it dies of a plugin's fault, and the capture of OutputDebugString.
#pragma once

namespace standin {

// From now on an unhandled exception is reported as a `crash` event (code, address, what was touched) and ends the
// process with the exception's code; text for a debugger is reported as a `debug` event.
void InstallReporters();

// Calls a function whose unhandled exceptions are reported: where a debugger is pretended, the system asks no filter.
void CallReported(void (*function)(void*), void* argument);

// Text for a debugger is no longer read: it goes where it goes when there is none. Before any plugin is loaded.
void IgnoreDebugText();

} // namespace standin
