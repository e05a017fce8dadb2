// The engine's calls to the operating system.
#pragma once
#include <chrono>
#include <cstdint>
#include <span>

namespace engine {

// Random bytes for secrets, at most 256 at once. False if the system has none.
bool FillRandom(std::span<unsigned char> bytes) noexcept;

// How far local time is ahead of UTC at a moment, which is in seconds since 1970.
int32_t SecondsEastOfUtc(int64_t seconds) noexcept;

// Time since 1970, and since some moment in the past; the second never goes back, and stands still while the machine
// sleeps.
std::chrono::nanoseconds WallClock() noexcept;
std::chrono::nanoseconds SteadyClock() noexcept;

} // namespace engine
