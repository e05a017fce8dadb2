#include "win32/socket.h"

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

std::variant<int32_t, std::vector<uint8_t>> Receive(SOCKET socket, size_t maximum)
{
    std::vector<uint8_t> bytes(maximum);
    const int received = recv(socket, reinterpret_cast<char*>(bytes.data()), static_cast<int>(maximum), 0);
    if (received < 0)
    {
        return NothingYetOrError();
    }
    bytes.resize(static_cast<size_t>(received));
    return bytes;
}

int32_t Wait(SOCKET socket, uint32_t events, std::chrono::milliseconds time) noexcept
{
    if (socket == INVALID_SOCKET)
    {
        return HRESULT_FROM_WIN32(WSAENOTSOCK);
    }
    // select, not WSAPoll: a peer that has ended its side is readable, and not for that reason writable.
    fd_set readable{};
    fd_set writable{};
    if ((events & kReadable) != 0)
    {
        FD_SET(socket, &readable);
    }
    if ((events & kWritable) != 0)
    {
        FD_SET(socket, &writable);
    }
    const auto milliseconds = static_cast<long>(time.count());
    timeval wait{milliseconds / 1000, milliseconds % 1000 * 1000};
    if (select(0, &readable, &writable, nullptr, &wait) < 0)
    {
        return LastSocketError();
    }
    return (readable.fd_count != 0 ? kReadable : 0) | (writable.fd_count != 0 ? kWritable : 0);
}

HRESULT EndSending(SOCKET socket) noexcept
{
    return shutdown(socket, SD_SEND) == 0 ? S_OK : LastSocketError();
}

} // namespace win32
