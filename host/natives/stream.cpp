// The standard input and output of processes. Only StreamsWait blocks, and it obeys the hook's deadline.
#include "generated/hresults.h"
#include "generated/natives.h"
#include "generated/numbers.h"
#include "plugin/script.h"
#include <algorithm>
#include <chrono>
#include <span>

namespace {

// The runtime's answer for a number that no stream has.
constexpr int32_t kNoStream = hresults::kWsaenotsock;

static_assert(sizeof(StreamTable::Interest) == numbers::kInterestSize);

engine::Clock::time_point WaitEnd(const Script& script, engine::UncheckedNumber milliseconds)
{
    using Milliseconds = std::chrono::duration<double, std::milli>;
    const auto now = engine::Clock::now();
    const Milliseconds left = script.WaitEnd() - now;
    const Milliseconds wait(milliseconds.Within(0.0, left.count()));
    return now + std::chrono::ceil<engine::Clock::duration>(wait);
}

} // namespace

int32_t natives::StreamSend(Script& script, int32_t number, std::span<const uint8_t> bytes)
{
    win32::IoStream* stream = script.Streams().Find(number);
    return stream == nullptr ? kNoStream : stream->Send(bytes);
}

int32_t natives::StreamSending(Script& script, int32_t number)
{
    win32::IoStream* stream = script.Streams().Find(number);
    return stream == nullptr ? kNoStream : stream->Sending();
}

std::variant<int32_t, std::span<const uint8_t>> natives::StreamReceive(Script& script, int32_t number)
{
    win32::IoStream* stream = script.Streams().Find(number);
    return stream == nullptr ? kNoStream : stream->Receive();
}

std::variant<int32_t, std::vector<uint8_t>>
natives::StreamsWait(Script& script, std::span<const uint8_t> interests, engine::UncheckedNumber milliseconds)
{
    std::vector<StreamTable::Interest> list(interests.size() / sizeof(StreamTable::Interest));
    const auto to = std::as_writable_bytes(std::span(list));
    std::ranges::copy(std::as_bytes(interests).first(to.size()), to.begin());
    if (const HRESULT result = script.Streams().Wait(list, WaitEnd(script, milliseconds)); FAILED(result))
    {
        return result;
    }
    std::vector<uint8_t> ready;
    for (const auto& interest : list)
    {
        ready.push_back(static_cast<uint8_t>(interest.events));
    }
    return ready;
}

int32_t natives::StreamEnd(Script& script, int32_t number)
{
    win32::IoStream* stream = script.Streams().Find(number);
    return stream == nullptr ? kNoStream : stream->EndSending();
}

void natives::StreamClose(Script& script, int32_t number)
{
    script.Streams().Close(number);
}
