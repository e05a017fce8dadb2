// The standard input and output of processes. Nothing here blocks but SocketWait, which obeys the hook's deadline.
#include "generated/natives.h"
#include "plugin/script.h"
#include <algorithm>
#include <chrono>
#include <cmath>

namespace {

constexpr uint32_t kReadable = 1;
constexpr uint32_t kWritable = 2;

// More than this at once saves nothing, and a script must not make the host allocate what it likes.
constexpr uint32_t kMaximumChunk = 1024 * 1024;

HRESULT LastError() noexcept
{
    return HRESULT_FROM_WIN32(static_cast<DWORD>(WSAGetLastError()));
}

// How long to wait, rounded up so that a wait is never shorter than it was asked to be.
timeval WaitTime(const Script& script, double milliseconds)
{
    using namespace std::chrono;
    constexpr double kLongest = 1e9;
    const duration<double, std::milli> left = script.WaitEnd() - engine::Clock::now();
    const double wait = std::ceil(std::min({milliseconds, left.count(), kLongest}));
    // NaN compares false: no wait.
    const long whole = wait > 0 ? static_cast<long>(wait) : 0;
    return {whole / 1000, whole % 1000 * 1000};
}

} // namespace

int32_t natives::SocketSend(Script& script, int32_t socket, const std::vector<uint8_t>& bytes)
{
    const auto count = static_cast<int>(std::min<size_t>(bytes.size(), kMaximumChunk));
    const int sent = send(script.Sockets().Find(socket), reinterpret_cast<const char*>(bytes.data()), count, 0);
    if (sent >= 0)
    {
        return sent;
    }
    return WSAGetLastError() == WSAEWOULDBLOCK ? 0 : LastError();
}

std::variant<int32_t, std::vector<uint8_t>> natives::SocketReceive(Script& script, int32_t socket, uint32_t maximum)
{
    std::vector<uint8_t> bytes(std::clamp<uint32_t>(maximum, 1, kMaximumChunk));
    const int received = recv(
        script.Sockets().Find(socket), reinterpret_cast<char*>(bytes.data()), static_cast<int>(bytes.size()), 0);
    if (received >= 0)
    {
        bytes.resize(static_cast<size_t>(received));
        return bytes;
    }
    return WSAGetLastError() == WSAEWOULDBLOCK ? 0 : static_cast<int32_t>(LastError());
}

int32_t natives::SocketWait(Script& script, int32_t number, uint32_t events, double milliseconds)
{
    const SOCKET socket = script.Sockets().Find(number);
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
    timeval time = WaitTime(script, milliseconds);
    const int ready = select(0, &readable, &writable, nullptr, &time);
    if (ready < 0)
    {
        return LastError();
    }
    return (readable.fd_count != 0 ? kReadable : 0) | (writable.fd_count != 0 ? kWritable : 0);
}

int32_t natives::SocketShutdown(Script& script, int32_t socket)
{
    return shutdown(script.Sockets().Find(socket), SD_SEND) == 0 ? S_OK : LastError();
}

void natives::SocketClose(Script& script, int32_t socket)
{
    script.Sockets().Close(socket);
}
