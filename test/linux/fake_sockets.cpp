#include "fake_windows.h"
#include "generated/hresults.h"
#include "win32/socket.h"
#include <algorithm>
#include <cstring>

namespace {

// The open socket, or null for a number that no socket ever had. Any other number is one that the host has closed.
FakeSocket* Find(SOCKET socket)
{
    auto& sockets = FakeWindows::Get().sockets;
    const auto found = sockets.find(socket);
    if (found == sockets.end() && socket != INVALID_SOCKET)
    {
        Misuse("use of what is no open socket: " + std::to_string(socket));
    }
    return found == sockets.end() ? nullptr : &found->second;
}

// What a call on the socket fails with; S_OK if it does not.
HRESULT Fault(const FakeSocket* socket)
{
    if (socket == nullptr)
    {
        return hresults::kWsaenotsock;
    }
    if (!socket->nonBlocking)
    {
        Misuse("a call that might block");
    }
    return socket->reset ? hresults::kWsaeconnreset : S_OK;
}

} // namespace

SOCKET FakeWindows::Connect(FakeSocket socket)
{
    m_nextSocket += 4;
    sockets.emplace(m_nextSocket, std::move(socket));
    return m_nextSocket;
}

int closesocket(SOCKET socket) noexcept
{
    if (FakeWindows::Get().sockets.erase(socket) == 0)
    {
        Misuse("closesocket of what is no open socket: " + std::to_string(socket));
    }
    return 0;
}

namespace win32 {

HRESULT StartSockets() noexcept
{
    return S_OK;
}

HRESULT MakeNonBlocking(SOCKET socket) noexcept
{
    // The only call that is made with a number that WSL has made up.
    auto& sockets = FakeWindows::Get().sockets;
    const auto found = sockets.find(socket);
    if (found == sockets.end())
    {
        return hresults::kWsaenotsock;
    }
    found->second.nonBlocking = true;
    return S_OK;
}

int32_t Send(SOCKET number, std::span<const uint8_t> bytes) noexcept
{
    FakeSocket* socket = Find(number);
    if (const HRESULT fault = Fault(socket); FAILED(fault))
    {
        return fault;
    }
    if (socket->endedSending)
    {
        return hresults::kWsaeshutdown;
    }
    const auto taken = bytes.first(std::min({bytes.size(), socket->room, socket->taken}));
    socket->room -= taken.size();
    socket->sent.insert(socket->sent.end(), taken.begin(), taken.end());
    return static_cast<int32_t>(taken.size());
}

std::variant<int32_t, size_t> Receive(SOCKET number, std::span<std::byte> room) noexcept
{
    FakeSocket* socket = Find(number);
    if (const HRESULT fault = Fault(socket); FAILED(fault))
    {
        return fault;
    }
    if (socket->incoming.empty())
    {
        return socket->ended ? std::variant<int32_t, size_t>(size_t{0}) : 0;
    }
    auto& next = socket->incoming.front();
    const size_t size = std::min(room.size(), next.size());
    std::memcpy(room.data(), next.data(), size);
    next.erase(next.begin(), next.begin() + static_cast<ptrdiff_t>(size));
    if (next.empty())
    {
        socket->incoming.pop_front();
    }
    return size;
}

// Time passes at once, and the other side gives up: what a wait has not brought is there as an end at the next.
HRESULT Wait(std::span<SocketEvents> sockets, std::chrono::milliseconds time)
{
    if (time.count() < 0)
    {
        Misuse("a wait of less than no time");
    }
    for (auto& [number, events] : sockets)
    {
        FakeSocket* socket = Find(number);
        if (const HRESULT fault = Fault(socket); FAILED(fault))
        {
            return fault;
        }
        const bool readable = !socket->incoming.empty() || socket->ended;
        const bool writable = socket->room > 0;
        socket->ended = true;
        socket->room = std::max<size_t>(socket->room, 1);
        events &= (readable ? kReadable : 0) | (writable ? kWritable : 0);
    }
    return S_OK;
}

HRESULT EndSending(SOCKET number) noexcept
{
    FakeSocket* socket = Find(number);
    if (const HRESULT fault = Fault(socket); FAILED(fault))
    {
        return fault;
    }
    socket->endedSending = true;
    return S_OK;
}

} // namespace win32
