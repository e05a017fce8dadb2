// Injected faults: what an API call does instead of, or before, its work. Faults belong to one API function; each call
// uses up one, the oldest first.
#pragma once
#include "protocol.h"
#include <optional>
#include <winsock2.h>
#include <windows.h>

namespace standin {

struct Fault
{
    std::optional<HRESULT> result;       // returned instead of the call's work
    uint32_t blockMilliseconds = 0;      // waits first, with the session's lock held
    std::optional<std::string> socket;   // S_OK with this handle instead of a socket, see MakeBadSocket
    std::optional<std::string> hookLine; // a `hook` request that is served on the same thread first
};

// `inject-fault call=ExecuteBinary [times=1] [hresult=..] [block=..] [socket=..] [hook=<a request line>]`
void AddFault(const Message& request);

std::optional<Fault> NextFault(const std::string& call);

// "invalid" INVALID_SOCKET; "zero" 0; "garbage" a number that is not a handle; "closed" the handle of a closed socket;
// "unconnected" a new socket; "event" a handle that is not a socket; "untouched" leaves *socket unchanged;
// "synchronous" one that was not opened for overlapped I/O; "taken" one that another completion port has. "piped" is
// none of them: a pipe before the socket of a container session's process.
void MakeBadSocket(const std::string& kind, SOCKET* socket);

} // namespace standin
