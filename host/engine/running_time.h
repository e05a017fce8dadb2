// How long threads have run: less than the time that has passed if others have kept the processor from them.
#pragma once
#include "engine/clock.h"
#include <cstdint>

namespace engine {

// A number that only the running thread has; never 0.
uint64_t ThisThread() noexcept;

// Of a thread that is there. Where the system has no answer, the time that has passed.
Clock::duration RunningTime(uint64_t thread) noexcept;

} // namespace engine
