// Windows as host/win32 shows it, in memory: files, sockets, the process. Ends the program if the host does what
// Windows forbids, such as closing a socket twice. Files can be used by several threads at once.
#pragma once
#include "win32/app_control.h"
#include "win32/malware_scan.h"
#include "win32/registry.h"
#include "win32/windows.h"
#include <cstdint>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

// How an operation has ended.
struct FakeOutcome
{
    DWORD error;
    size_t count;
};

// The host's end of a connection with a process, opened for overlapped I/O.
struct FakeSocket
{
    std::deque<std::vector<uint8_t>> incoming; // the maximum that each receive gets
    bool ended = false;                        // after that the other side has ended; otherwise receives wait
    bool reset = false;                        // operations fail after everything has been received
    size_t room = SIZE_MAX;                    // how many bytes it accepts before a send has to wait
    size_t taken = SIZE_MAX;                   // how many of them at once
    std::vector<uint8_t> sent{};
    bool isPipe = false;       // not a socket
    bool refusesPort = false;  // its operations complete elsewhere already
    bool refusesModes = false; // every operation completes through the port
    bool isLate = false;       // no operation completes at once
    bool isStuck = false;      // a cancelled operation does not complete before GiveBack()
    bool endedSending = false;
    bool resetIsKnown = false;
    HANDLE port = nullptr;
    bool skipsPort = false;

    // The operation's result; nothing while it has to wait.
    std::optional<FakeOutcome> Receive(uint8_t* to, size_t size);
    std::optional<FakeOutcome> Send(const uint8_t* bytes, size_t size);
};

// An operation that the kernel owns: it reads and writes the host's memory until it completes.
struct FakeOperation
{
    SOCKET socket;
    HANDLE port;
    OVERLAPPED* overlapped;
    uint8_t* room = nullptr;        // of a receive
    const uint8_t* bytes = nullptr; // of a send
    size_t size = 0;
    bool isCancelled = false;
    bool isStuck = false;
};

// Where the thread pool waits for an event.
struct FakeEventWait
{
    HANDLE event;
    void (*callback)(void* context, unsigned char timedOut) noexcept;
    void* context;
};

// Values by the paths of their keys.
using FakeRegistry = std::map<std::u16string, std::vector<win32::RegistryValue>>;

struct FakeWindows
{
    static constexpr char kAda[] = "S-1-5-21-1-2-3-1001"; // who can change what is below C:\Users

    std::u16string modulePath = u"C:\\Plugins\\hello.dll";
    std::map<std::u16string, std::string> files;
    std::set<std::u16string> forbiddenFiles;              // every use of it fails
    uint64_t filesWritten = 0;                            // increases, as file times do
    std::map<SOCKET, FakeSocket> sockets;                 // those that are open
    std::list<FakeOperation> operations;                  // under way
    std::deque<std::pair<HANDLE, OVERLAPPED*>> completed; // and not dequeued, with their port
    std::map<HANDLE, bool> events;                        // those that are open, and whether they are set
    std::map<HANDLE, FakeEventWait> eventWaits;           // registered
    std::vector<uint8_t> sentLast;                        // by the pipe that was closed last
    int attempts = 0;                                     // to open or to rename a log
    std::function<void()> onOpen;                         // before it is open
    std::function<void()> onWrite;                        // before a log is written to
    std::string debugOutput;
    std::string eventLog; // a line for each event: its number, and its parts
    FakeRegistry registry;
    bool watchesRegistry = true; // a watch can be made
    int registryReads = 0;       // of one key each
    win32::AppControl appControl = win32::AppControl::Allowed;
    win32::MalwareScan scan{win32::ScanResult::Clean, 0};
    // How AccountOf finds the names of accounts that only others know.
    std::function<std::u16string(const std::u16string& sid)> askDomain;

    SOCKET Connect(FakeSocket socket);
    HANDLE MakeEvent(bool isSet);
    void SetEvents();
    // False if it is not a socket.
    bool CloseEvent(HANDLE event);
    // Completes the operations that were held up.
    void GiveBack();

    static FakeWindows& Get();
    // Resets everything, except handles and memory that the host or the kernel still has.
    static void Reset();

private:
    SOCKET m_nextSocket = 256;
};

// A new handle. No socket has it.
HANDLE NextHandle();

// Closes a pipe or a port. False if it is neither.
BOOL CloseIoHandle(HANDLE handle) noexcept;
// Waits until all work for other threads is done (win32/worker.h).
void FinishWork();

// The time-out, in milliseconds, of a thread's last wait for a condition variable.
DWORD LastSleep() noexcept;

// Ends the program: the host has done something forbidden.
[[noreturn]] void Misuse(const std::string& what);
