#include "engine/system.h"

namespace engine {

std::chrono::nanoseconds WallClock() noexcept
{
    return std::chrono::system_clock::now().time_since_epoch();
}

std::chrono::nanoseconds SteadyClock() noexcept
{
    return std::chrono::steady_clock::now().time_since_epoch();
}

} // namespace engine
