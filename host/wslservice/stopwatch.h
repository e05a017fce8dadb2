// Times, from Windows' most precise clock.
#pragma once
#include <cstdint>
#include <windows.h>

namespace standin {

inline uint64_t Nanoseconds()
{
    static const uint64_t s_frequency = [] {
        LARGE_INTEGER frequency;
        QueryPerformanceFrequency(&frequency);
        return static_cast<uint64_t>(frequency.QuadPart);
    }();
    LARGE_INTEGER now;
    QueryPerformanceCounter(&now);
    const auto ticks = static_cast<uint64_t>(now.QuadPart);
    return ticks / s_frequency * 1'000'000'000 + ticks % s_frequency * 1'000'000'000 / s_frequency;
}

} // namespace standin
