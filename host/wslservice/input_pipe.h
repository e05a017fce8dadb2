// A pipe in front of a process's standard input.
#pragma once
#include <winsock2.h>

namespace standin {

// Takes the socket, and returns the end of a pipe whose bytes a thread sends there. WSL's handle of a standard input
// takes overlapped WriteFile, and so does a pipe's; under Wine 8 a socket's write that waits for room never completes.
SOCKET PipeBefore(SOCKET socket);

} // namespace standin
