#include "engine/clock.h"
#include "engine/system.h"

namespace engine {

std::chrono::nanoseconds WallClock() noexcept
{
    return std::chrono::system_clock::now().time_since_epoch();
}

std::chrono::nanoseconds SteadyClock() noexcept
{
    return Clock::now().time_since_epoch();
}

} // namespace engine
