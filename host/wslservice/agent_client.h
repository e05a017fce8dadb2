// The stand-in's side of the Linux agent (agent.ts): mounts and processes, over TCP on 127.0.0.1. A request is one
// connection to the control port with one message each way (protocol.h), each preceded by its length as four bytes,
// lowest first; the reply's hresult is the call's. A process gets a second connection, to the data port, which no one
// else reads but the process: the request names it by its local port, and it becomes the process's stdin and stdout.
#pragma once
#include "protocol.h"
#include <array>
#include <winsock2.h>
#include <windows.h>

namespace standin {

void SetAgentPorts(uint16_t control, uint16_t data);

HRESULT AskAgent(const Message& request);

// Adds the data connection to the request. The caller owns the socket; INVALID_SOCKET unless it succeeds.
HRESULT AskAgentForProcess(Message request, SOCKET* socket);

// The same for four connections of a process in the VM of a container session: its three streams, and one on which the
// agent reports its end. `error`: Linux's errno if the program could not be started, else 0.
HRESULT AskAgentForProcess(Message request, std::array<SOCKET, 4>& sockets, int& error);

// The Linux path of a Windows path, by Wine's own mapping of drives; "" if there is none.
std::string LinuxPathOf(const wchar_t* windowsPath);

} // namespace standin
