// The clock of all limits and waits. It stands still while the machine sleeps: the hours that a laptop sleeps don't
// count as the script's time.
#pragma once
#include <chrono>
#include <cstdint>
#include <ratio>

namespace engine {

struct Clock
{
    using rep = int64_t;
    using period = std::ratio<1, 10'000'000>;
    using duration = std::chrono::duration<rep, period>;
    using time_point = std::chrono::time_point<Clock>;

    static constexpr bool is_steady = true;

    static time_point now() noexcept;
};

} // namespace engine
