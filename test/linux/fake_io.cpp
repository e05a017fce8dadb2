// Overlapped I/O and completion ports. Receives are written to, and sends read from, when they complete, so that
// AddressSanitizer sees memory that the host has freed too early.
#include "fake_windows.h"
#include "win32/start_sockets.h"
#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

namespace {

// Those that are open.
std::set<HANDLE> g_ports;

SOCKET SocketOf(HANDLE handle)
{
    return reinterpret_cast<SOCKET>(handle);
}

FakeSocket& Find(SOCKET socket, bool isPipe)
{
    auto& sockets = FakeWindows::Get().sockets;
    const auto found = sockets.find(socket);
    if (found == sockets.end() || found->second.isPipe != isPipe)
    {
        Misuse("use of what is no open socket or pipe: " + std::to_string(socket));
    }
    return found->second;
}

std::optional<FakeOutcome> Perform(FakeSocket& socket, const FakeOperation& operation)
{
    return operation.room != nullptr ? socket.Receive(operation.room, operation.size)
                                     : socket.Send(operation.bytes, operation.size);
}

void Complete(const FakeOperation& operation, FakeOutcome outcome)
{
    *operation.overlapped = {outcome.error, outcome.count};
    FakeWindows::Get().completed.emplace_back(operation.port, operation.overlapped);
}

// The buffer of a cancelled receive may contain anything.
void Abort(const FakeOperation& operation)
{
    if (operation.room != nullptr)
    {
        std::memset(operation.room, 0xEE, operation.size);
    }
    Complete(operation, {ERROR_OPERATION_ABORTED, 0});
}

// Completes all operations that can complete.
void Progress()
{
    auto& windows = FakeWindows::Get();
    std::erase_if(windows.operations, [&](const FakeOperation& operation) {
        if (operation.isCancelled)
        {
            if (!operation.isStuck)
            {
                Abort(operation);
            }
            return !operation.isStuck;
        }
        const auto outcome = Perform(windows.sockets.at(operation.socket), operation);
        if (outcome)
        {
            Complete(operation, *outcome);
        }
        return outcome.has_value();
    });
}

void Cancel(SOCKET socket, bool isStuck)
{
    for (auto& operation : FakeWindows::Get().operations)
    {
        if (operation.socket == socket)
        {
            operation.isCancelled = true;
            operation.isStuck = isStuck;
        }
    }
}

// Returns like ReadFile and WriteFile: through the last error and the count.
BOOL Begin(FakeSocket& socket, FakeOperation operation, DWORD* count)
{
    auto& windows = FakeWindows::Get();
    const auto isSame = [&](const FakeOperation& other) {
        return other.socket == operation.socket && (other.room != nullptr) == (operation.room != nullptr) &&
            !other.isCancelled;
    };
    if (socket.port == nullptr || std::ranges::any_of(windows.operations, isSame))
    {
        Misuse(socket.port == nullptr ? "an operation that completes nowhere" : "two operations at once");
    }
    operation.port = socket.port;
    const auto outcome = socket.isLate ? std::nullopt : Perform(socket, operation);
    if (!outcome)
    {
        windows.operations.push_back(operation);
        SetLastError(ERROR_IO_PENDING);
        return FALSE;
    }
    SetLastError(outcome->error);
    if (outcome->error != 0)
    {
        return FALSE;
    }
    *count = static_cast<DWORD>(outcome->count);
    if (!socket.skipsPort)
    {
        Complete(operation, *outcome);
    }
    return TRUE;
}

BOOL Result(const OVERLAPPED& overlapped, DWORD* count)
{
    *count = static_cast<DWORD>(overlapped.InternalHigh);
    SetLastError(static_cast<DWORD>(overlapped.Internal));
    return overlapped.Internal == 0;
}

} // namespace

SOCKET FakeWindows::Connect(FakeSocket socket)
{
    m_nextSocket += 4;
    sockets.emplace(m_nextSocket, std::move(socket));
    return m_nextSocket;
}

void FakeWindows::Reset()
{
    // An operation that the kernel never completes is not a leak.
    static auto& kept = *new std::vector<OVERLAPPED*>();
    for (const auto& operation : Get().operations)
    {
        kept.push_back(operation.overlapped);
    }
    for (const auto& [port, overlapped] : Get().completed)
    {
        kept.push_back(overlapped);
    }
    Get() = {};
}

void FakeWindows::GiveBack()
{
    for (auto& operation : operations)
    {
        operation.isStuck = false;
    }
}

int closesocket(SOCKET socket) noexcept
{
    const FakeSocket& closed = Find(socket, false);
    Cancel(socket, closed.isStuck);
    FakeWindows::Get().sockets.erase(socket);
    return 0;
}

BOOL CloseIoHandle(HANDLE handle) noexcept
{
    auto& windows = FakeWindows::Get();
    if (g_ports.erase(handle) > 0)
    {
        return TRUE;
    }
    if (windows.CloseEvent(handle))
    {
        return TRUE;
    }
    const auto found = windows.sockets.find(SocketOf(handle));
    if (found == windows.sockets.end() || !found->second.isPipe)
    {
        return FALSE;
    }
    Cancel(found->first, found->second.isStuck);
    windows.sentLast = std::move(found->second.sent);
    windows.sockets.erase(found);
    return TRUE;
}

void Sleep(DWORD) noexcept
{
    // Time passes at once.
}

HANDLE CreateIoCompletionPort(HANDLE handle, HANDLE port, uintptr_t, DWORD) noexcept
{
    auto& windows = FakeWindows::Get();
    if (handle == INVALID_HANDLE_VALUE)
    {
        return *g_ports.insert(NextHandle()).first;
    }
    FakeSocket& socket = windows.sockets.at(SocketOf(handle));
    if (!g_ports.contains(port))
    {
        Misuse("use of what is no port");
    }
    if (socket.refusesPort || socket.port != nullptr)
    {
        SetLastError(ERROR_INVALID_PARAMETER);
        return nullptr;
    }
    socket.port = port;
    return port;
}

BOOL SetFileCompletionNotificationModes(HANDLE handle, uint8_t) noexcept
{
    FakeSocket& socket = FakeWindows::Get().sockets.at(SocketOf(handle));
    socket.skipsPort = !socket.refusesModes;
    return socket.skipsPort;
}

// A wait for what does not come passes at once, and the other side gives up: what it has not brought is there as an end
// at the next.
BOOL GetQueuedCompletionStatusEx(
    HANDLE port, OVERLAPPED_ENTRY* entries, ULONG size, ULONG* count, DWORD milliseconds, BOOL) noexcept
{
    auto& windows = FakeWindows::Get();
    if (!g_ports.contains(port))
    {
        Misuse("a wait for what is no port");
    }
    Progress();
    *count = 0;
    std::erase_if(windows.completed, [&](const auto& packet) {
        const bool isHere = packet.first == port && *count < size;
        if (isHere)
        {
            entries[(*count)++].lpOverlapped = packet.second;
        }
        return isHere;
    });
    if (*count > 0)
    {
        return TRUE;
    }
    for (const auto& operation : windows.operations)
    {
        if (milliseconds > 0 && !operation.isCancelled)
        {
            FakeSocket& socket = windows.sockets.at(operation.socket);
            socket.ended = true;
            socket.room = std::max<size_t>(socket.room, 1);
        }
    }
    if (milliseconds > 0)
    {
        windows.SetEvents();
    }
    SetLastError(WAIT_TIMEOUT);
    return FALSE;
}

BOOL PostQueuedCompletionStatus(HANDLE port, DWORD, uintptr_t, OVERLAPPED* overlapped) noexcept
{
    FakeWindows::Get().completed.emplace_back(port, overlapped);
    return TRUE;
}

BOOL CancelIoEx(HANDLE handle, OVERLAPPED*) noexcept
{
    const SOCKET socket = SocketOf(handle);
    Cancel(socket, FakeWindows::Get().sockets.at(socket).isStuck);
    return TRUE;
}

BOOL ReadFile(HANDLE handle, void* room, DWORD size, DWORD* count, OVERLAPPED* overlapped) noexcept
{
    const SOCKET pipe = SocketOf(handle);
    return Begin(
        Find(pipe, true),
        {.socket = pipe, .port = nullptr, .overlapped = overlapped, .room = static_cast<uint8_t*>(room), .size = size},
        count);
}

BOOL WriteFile(HANDLE handle, const void* bytes, DWORD size, DWORD* count, OVERLAPPED* overlapped) noexcept
{
    const SOCKET pipe = SocketOf(handle);
    return Begin(
        Find(pipe, true),
        {.socket = pipe,
         .port = nullptr,
         .overlapped = overlapped,
         .bytes = static_cast<const uint8_t*>(bytes),
         .size = size},
        count);
}

BOOL GetOverlappedResult(HANDLE, OVERLAPPED* overlapped, DWORD* count, BOOL) noexcept
{
    return Result(*overlapped, count);
}

int WSAGetLastError() noexcept
{
    return static_cast<int>(GetLastError());
}

int WSARecv(SOCKET socket, WSABUF* buffers, DWORD, DWORD* count, DWORD*, OVERLAPPED* overlapped, void*) noexcept
{
    const FakeOperation operation{
        .socket = socket,
        .port = nullptr,
        .overlapped = overlapped,
        .room = reinterpret_cast<uint8_t*>(buffers->buf),
        .size = buffers->len};
    return Begin(Find(socket, false), operation, count) ? 0 : -1;
}

int WSASend(SOCKET socket, WSABUF* buffers, DWORD, DWORD* count, DWORD, OVERLAPPED* overlapped, void*) noexcept
{
    const FakeOperation operation{
        .socket = socket,
        .port = nullptr,
        .overlapped = overlapped,
        .bytes = reinterpret_cast<const uint8_t*>(buffers->buf),
        .size = buffers->len};
    return Begin(Find(socket, false), operation, count) ? 0 : -1;
}

BOOL WSAGetOverlappedResult(SOCKET, OVERLAPPED* overlapped, DWORD* count, BOOL, DWORD*) noexcept
{
    return Result(*overlapped, count);
}

// The only call that is made with a number that WSL has made up.
int getsockopt(SOCKET socket, int, int, char*, int*) noexcept
{
    const auto& sockets = FakeWindows::Get().sockets;
    const auto found = sockets.find(socket);
    if (found == sockets.end() || found->second.isPipe)
    {
        SetLastError(WSAENOTSOCK);
        return -1;
    }
    return 0;
}

int shutdown(SOCKET number, int) noexcept
{
    FakeSocket& socket = Find(number, false);
    if (socket.reset)
    {
        SetLastError(WSAECONNRESET);
        return -1;
    }
    socket.endedSending = true;
    return 0;
}

namespace win32 {

HRESULT StartSockets() noexcept
{
    return S_OK;
}

} // namespace win32
