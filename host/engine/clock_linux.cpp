#include "engine/clock.h"

namespace engine {

// CLOCK_MONOTONIC stands still during sleep.
Clock::time_point Clock::now() noexcept
{
    return time_point(std::chrono::duration_cast<duration>(std::chrono::steady_clock::now().time_since_epoch()));
}

} // namespace engine
