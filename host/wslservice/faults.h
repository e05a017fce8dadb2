// Injected faults: what the API does instead of, or before, what it should. Faults are per call and are
// used up one call at a time, first come first served.
#pragma once
#include "protocol.h"
#include <optional>
#include <winsock2.h>
#include <windows.h>

namespace standin {

struct Fault
{
    std::optional<HRESULT> result;       // returned instead of doing anything
    uint32_t blockMilliseconds = 0;      // slept first, with the session's lock held
    std::optional<std::string> socket;   // S_OK with this instead of a socket, see MakeBadSocket
    std::optional<std::string> hookLine; // a `hook` request that is served on the same thread first
};

// `inject-fault call=ExecuteBinary [times=1] [hresult=..] [block=..] [socket=..] [hook=<a request line>]`
void OrderBehaviour(const Message& request);
void ForgetBehaviours();

std::optional<Fault> NextFault(const std::string& call);

// "invalid" INVALID_SOCKET; "zero" 0; "garbage" a number that is no handle; "closed" the handle of a socket that has
// been closed; "unconnected" a fresh socket; "event" a handle that is no socket; "untouched" leaves *socket as it is;
// "synchronous" one that was not opened for overlapped I/O; "taken" one that another completion port has.
void MakeBadSocket(const std::string& kind, SOCKET* socket);

} // namespace standin
