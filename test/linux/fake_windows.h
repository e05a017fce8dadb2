// Windows as host/win32 shows it, in memory: files, sockets, the process. It ends the program when the host asks for
// what Windows would take amiss, such as closing a socket twice.
#pragma once
#include "win32/windows.h"
#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

// The host's end of a connection with a process.
struct FakeSocket
{
    std::deque<std::vector<uint8_t>> incoming; // what each call of recv gets at the most
    bool ended = false;                        // behind that: the other side has ended; otherwise nothing yet
    bool reset = false;                        // every call fails
    size_t room = SIZE_MAX;                    // how many bytes it takes before it would block
    size_t taken = SIZE_MAX;                   // how many of them at once
    std::vector<uint8_t> sent{};
    bool nonBlocking = false;
    bool endedSending = false;
};

struct FakeWindows
{
    std::u16string modulePath = u"C:\\Plugins\\hello.dll";
    std::map<std::u16string, std::string> files;
    std::set<std::u16string> forbiddenFiles; // of which every use fails
    uint64_t filesWritten = 0;               // counts up, as file times do
    std::map<SOCKET, FakeSocket> sockets;    // those that are open
    std::string debugOutput;

    SOCKET Connect(FakeSocket socket);

    static FakeWindows& Get();

private:
    SOCKET m_nextSocket = 256;
};

// Ends the program: the host has done what it must never do.
[[noreturn]] void Misuse(const std::string& what);
