// How long threads have run: less than the elapsed time if other threads had the processor.
#pragma once
#include "engine/clock.h"
#include <cstdint>

namespace engine {

// A number that identifies the running thread; never 0.
uint64_t ThisThread() noexcept;

// Of a thread that exists. The elapsed time if the system has no answer.
Clock::duration RunningTime(uint64_t thread) noexcept;

} // namespace engine
