// A timer of the system.
#pragma once
#include "engine/clock.h"
#include <functional>
#include <memory>

namespace engine {

class Timer
{
public:
    // `onTime` runs on a thread of the system's, once for each time the timer was set; it may set it again. Throws
    // std::bad_alloc.
    explicit Timer(std::function<void()> onTime);

    // Waits until a running callback has returned. The timer must not be set after that.
    ~Timer();
    Timer(const Timer&) = delete;
    Timer& operator=(const Timer&) = delete;

    // Replaces a time that has not come yet.
    void Set(Clock::time_point due) noexcept;

private:
    struct System;
    std::unique_ptr<System> m_system;
};

} // namespace engine
