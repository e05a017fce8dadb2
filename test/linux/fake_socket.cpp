// How a connection transfers bytes.
#include "fake_windows.h"
#include <algorithm>
#include <cstring>
#include <utility>

std::optional<FakeOutcome> FakeSocket::Receive(uint8_t* to, size_t size)
{
    // The receive that meets a reset gets nothing; the next one gets the bytes that came before.
    if (reset && (incoming.empty() || !std::exchange(resetIsKnown, true)))
    {
        return FakeOutcome{WSAECONNRESET, 0};
    }
    if (incoming.empty())
    {
        return ended ? std::optional(FakeOutcome{isPipe ? ERROR_BROKEN_PIPE : 0, 0}) : std::nullopt;
    }
    auto& next = incoming.front();
    const size_t count = std::min(size, next.size());
    std::memcpy(to, next.data(), count);
    next.erase(next.begin(), next.begin() + static_cast<ptrdiff_t>(count));
    if (next.empty())
    {
        incoming.pop_front();
    }
    return FakeOutcome{0, count};
}

std::optional<FakeOutcome> FakeSocket::Send(const uint8_t* bytes, size_t size)
{
    if (reset)
    {
        return FakeOutcome{WSAECONNRESET, 0};
    }
    if (endedSending)
    {
        return FakeOutcome{WSAESHUTDOWN, 0};
    }
    const size_t count = std::min({size, room, taken});
    if (count == 0)
    {
        return std::nullopt;
    }
    room -= count;
    sent.insert(sent.end(), bytes, bytes + count);
    return FakeOutcome{0, count};
}
