#include "win32/socket.h"
#include <algorithm>
#include <cstddef>
#include <vector>

namespace win32 {

namespace {

HRESULT LastSocketError() noexcept
{
    return HRESULT_FROM_WIN32(static_cast<DWORD>(WSAGetLastError()));
}

// Not an error of a socket that does not block.
int32_t NothingYetOrError() noexcept
{
    return WSAGetLastError() == WSAEWOULDBLOCK ? 0 : LastSocketError();
}

// An fd_set of any size: the number of sockets, then the sockets.
class SocketSet
{
public:
    SocketSet(std::span<const SocketEvents> sockets, uint32_t event) : m_storage(kHeader + sockets.size())
    {
        for (const auto& [socket, events] : sockets)
        {
            if ((events & event) != 0)
            {
                m_storage[kHeader + Get()->fd_count++] = socket;
            }
        }
    }

    fd_set* Get() noexcept
    {
        return reinterpret_cast<fd_set*>(m_storage.data());
    }

    bool Has(SOCKET socket) const noexcept
    {
        const auto* set = reinterpret_cast<const fd_set*>(m_storage.data());
        const auto first = m_storage.begin() + kHeader;
        return std::find(first, first + set->fd_count, socket) != first + set->fd_count;
    }

private:
    static constexpr size_t kHeader = 1;
    static_assert(offsetof(fd_set, fd_array) == kHeader * sizeof(SOCKET));

    std::vector<SOCKET> m_storage;
};

} // namespace

HRESULT StartSockets() noexcept
{
    WSADATA data;
    return HRESULT_FROM_WIN32(static_cast<DWORD>(WSAStartup(MAKEWORD(2, 2), &data)));
}

HRESULT MakeNonBlocking(SOCKET socket) noexcept
{
    u_long nonBlocking = 1;
    return ioctlsocket(socket, FIONBIO, &nonBlocking) == 0 ? S_OK : LastSocketError();
}

int32_t Send(SOCKET socket, std::span<const uint8_t> bytes) noexcept
{
    const int sent = send(socket, reinterpret_cast<const char*>(bytes.data()), static_cast<int>(bytes.size()), 0);
    return sent >= 0 ? sent : NothingYetOrError();
}

std::variant<int32_t, size_t> Receive(SOCKET socket, std::span<std::byte> room) noexcept
{
    const int received = recv(socket, reinterpret_cast<char*>(room.data()), static_cast<int>(room.size()), 0);
    if (received < 0)
    {
        return NothingYetOrError();
    }
    return static_cast<size_t>(received);
}

HRESULT Wait(std::span<SocketEvents> sockets, std::chrono::milliseconds time)
{
    const auto milliseconds = static_cast<long>(time.count());
    if (sockets.empty())
    {
        // Which select refuses.
        Sleep(static_cast<DWORD>(milliseconds));
        return S_OK;
    }
    // select, not WSAPoll: a peer that has ended its side is readable, and not for that reason writable.
    SocketSet readable(sockets, kReadable);
    SocketSet writable(sockets, kWritable);
    timeval wait{milliseconds / 1000, milliseconds % 1000 * 1000};
    if (select(0, readable.Get(), writable.Get(), nullptr, &wait) < 0)
    {
        return LastSocketError();
    }
    for (auto& [socket, events] : sockets)
    {
        events = (readable.Has(socket) ? kReadable : 0) | (writable.Has(socket) ? kWritable : 0);
    }
    return S_OK;
}

HRESULT EndSending(SOCKET socket) noexcept
{
    return shutdown(socket, SD_SEND) == 0 ? S_OK : LastSocketError();
}

} // namespace win32
