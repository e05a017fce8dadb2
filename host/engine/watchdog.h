// A timer that calls back at a moment. Cheap if the moment is nearly always cancelled: the system's timer is set only
// when it would fire too late.
#pragma once
#include "engine/timer.h"
#include <functional>
#include <mutex>
#include <optional>

namespace engine {

class Watchdog
{
public:
    // `onDue` runs on a thread of the system's, without a lock held; it returns the moment at which it wants to run
    // again, if any. Throws std::bad_alloc.
    using Callback = std::function<std::optional<Clock::time_point>()>;
    explicit Watchdog(Callback onDue);

    // Waits until a callback that is running has returned.
    ~Watchdog();
    Watchdog(const Watchdog&) = delete;
    Watchdog& operator=(const Watchdog&) = delete;

    void Arm(Clock::time_point due) noexcept;
    void Disarm() noexcept;

private:
    void OnTimer() noexcept;
    void SetTimer(Clock::time_point due) noexcept;

    Callback m_onDue;
    std::mutex m_lock;
    std::optional<Clock::time_point> m_due;
    std::optional<Clock::time_point> m_timerSetFor;
    bool m_closing = false;
    // Declared last, so destroyed first: after that no callback runs.
    Timer m_timer;
};

} // namespace engine
