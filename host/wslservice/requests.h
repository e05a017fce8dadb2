// What the stand-in does on request.
//
// Requests (protocol.h says how they are written):
//   configure version=2.4.4 control=<port> data=<port> [deadlock=<ms>] [debugger=1]      once, first
//   load plugin=<name> path=<Windows path> [thread=main] [stack=0]
//        -> hresult= library=<ns> entryPoint=<ns> hook=OnVMStarted hook=...
//   hook plugin=.. hook=.. [thread=main] [stack=0] ...                      hooks.h
//   inject-fault call=.. ...                                                faults.h
//   unload plugin=.. [thread=main] [stack=0]
//   restrict                                                                restrictions.h
//   counters                                                                process_counters.h
//   hold path=<Windows path>    opens a file so that no other program can, as any reader may | release
//   exit                                                                    unloads what is left, in order of loading
// Events: call, deadlock (plugin_api.cpp), crash, debug (crash_report.cpp).
#pragma once

namespace standin {

// Serves the requests on standard input, then ends the process: with 0 after `exit`, and when the driver has ended.
[[noreturn]] void ServeRequests();

} // namespace standin
