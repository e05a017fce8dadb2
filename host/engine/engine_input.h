// What the engine itself asks of the machine, and what it gets.
#pragma once
#include <cstdint>
#include <span>
#include <variant>

namespace engine {

struct ClockInput
{
    bool isWall = false; // since 1970, or else since some moment
    uint64_t nanoseconds = 0;
};

struct RandomInput
{
    std::span<const unsigned char> bytes;
};

struct ZoneInput
{
    int64_t at = 0; // seconds since 1970
    int32_t secondsEast = 0;
};

using EngineInput = std::variant<ClockInput, RandomInput, ZoneInput>;

} // namespace engine
