// The operating system for test262: the same moments, random numbers and time zone in every run, so that two engines
// that run the same case must end with the same memory. scripts/test262/node-engine.ts has the same.
#include "test262/fixed_system.h"
#include "engine/system.h"

namespace {

constexpr std::chrono::nanoseconds kStart{1'750'000'000'000'000'000};
constexpr std::chrono::nanoseconds kTick{1'000'000};

thread_local int64_t t_ticks = 0;

std::chrono::nanoseconds NextMoment() noexcept
{
    return kStart + kTick * ++t_ticks;
}

} // namespace

void RestartClock() noexcept
{
    t_ticks = 0;
}

namespace engine {

bool FillRandom(std::span<unsigned char> bytes) noexcept
{
    for (size_t i = 0; i < bytes.size(); i++)
    {
        bytes[i] = static_cast<unsigned char>(i * 7 + 13);
    }
    return true;
}

int32_t SecondsEastOfUtc(int64_t) noexcept
{
    return 0;
}

std::chrono::nanoseconds WallClock() noexcept
{
    return NextMoment();
}

std::chrono::nanoseconds SteadyClock() noexcept
{
    return NextMoment();
}

} // namespace engine
