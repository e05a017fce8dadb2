// The standard input and output of processes. Nothing here blocks but SocketsWait, which obeys the hook's deadline.
#include "win32/socket.h"
#include "generated/natives.h"
#include "plugin/script.h"
#include <algorithm>
#include <chrono>
#include <cmath>
#include <span>

namespace {

// More than this at once saves nothing, and a script must not make the host allocate what it likes.
constexpr uint32_t kMaximumChunk = 1024 * 1024;

// As the script writes it.
struct Interest
{
    int32_t socket;
    uint32_t events;
};

// More than any script has processes for.
constexpr size_t kMaximumInterests = 4096;

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

engine::BytesToFill natives::SocketReceive(Script& script, int32_t number, uint32_t maximum)
{
    const auto receive = [socket = script.Sockets().Find(number)](std::span<std::byte> room) {
        return win32::Receive(socket, room);
    };
    return {std::clamp<uint32_t>(maximum, 1, kMaximumChunk), receive};
}

std::variant<int32_t, std::vector<uint8_t>>
natives::SocketsWait(Script& script, const std::vector<uint8_t>& interests, double milliseconds)
{
    std::vector<Interest> wanted(std::min(interests.size() / sizeof(Interest), kMaximumInterests));
    const auto to = std::as_writable_bytes(std::span(wanted));
    std::ranges::copy(std::as_bytes(std::span(interests)).first(to.size()), to.begin());
    std::vector<win32::SocketEvents> sockets;
    for (const auto& [socket, events] : wanted)
    {
        sockets.push_back({script.Sockets().Find(socket), events});
    }
    if (const HRESULT result = win32::Wait(sockets, WaitTime(script, milliseconds)); FAILED(result))
    {
        return result;
    }
    std::vector<uint8_t> ready;
    for (const auto& [socket, events] : sockets)
    {
        ready.push_back(static_cast<uint8_t>(events));
    }
    return ready;
}

int32_t natives::SocketShutdown(Script& script, int32_t socket)
{
    return win32::EndSending(script.Sockets().Find(socket));
}

void natives::SocketClose(Script& script, int32_t socket)
{
    script.Sockets().Close(socket);
}
