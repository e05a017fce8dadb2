// The standard input and output of processes. Nothing here blocks but SocketWait, which obeys the hook's deadline.
#include "win32/socket.h"
#include "generated/natives.h"
#include "plugin/script.h"
#include <algorithm>
#include <chrono>
#include <cmath>

namespace {

// More than this at once saves nothing, and a script must not make the host allocate what it likes.
constexpr uint32_t kMaximumChunk = 1024 * 1024;

// How long to wait, rounded up so that a wait is never shorter than it was asked to be.
std::chrono::milliseconds WaitTime(const Script& script, double milliseconds)
{
    using namespace std::chrono;
    constexpr double kLongest = 1e9;
    const duration<double, std::milli> left = script.WaitEnd() - engine::Clock::now();
    const double wait = std::ceil(std::min({milliseconds, left.count(), kLongest}));
    // NaN compares false: no wait.
    return std::chrono::milliseconds(wait > 0 ? static_cast<int64_t>(wait) : 0);
}

} // namespace

int32_t natives::SocketSend(Script& script, int32_t socket, const std::vector<uint8_t>& bytes)
{
    const auto count = std::min<size_t>(bytes.size(), kMaximumChunk);
    return win32::Send(script.Sockets().Find(socket), std::span(bytes).first(count));
}

std::variant<int32_t, std::vector<uint8_t>> natives::SocketReceive(Script& script, int32_t socket, uint32_t maximum)
{
    return win32::Receive(script.Sockets().Find(socket), std::clamp<uint32_t>(maximum, 1, kMaximumChunk));
}

int32_t natives::SocketWait(Script& script, int32_t socket, uint32_t events, double milliseconds)
{
    return win32::Wait(script.Sockets().Find(socket), events, WaitTime(script, milliseconds));
}

int32_t natives::SocketShutdown(Script& script, int32_t socket)
{
    return win32::EndSending(script.Sockets().Find(socket));
}

void natives::SocketClose(Script& script, int32_t socket)
{
    script.Sockets().Close(socket);
}
