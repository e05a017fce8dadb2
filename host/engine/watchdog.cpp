#include "engine/watchdog.h"

namespace engine {

Watchdog::Watchdog(Callback onDue) : m_onDue(std::move(onDue)), m_timer([this] { OnTimer(); }) {}

Watchdog::~Watchdog()
{
    // A callback that runs now and wants to run again must not set the timer, which is about to be destroyed.
    std::lock_guard lock(m_lock);
    m_closing = true;
}

void Watchdog::Arm(Clock::time_point due) noexcept
{
    std::lock_guard lock(m_lock);
    m_due = due;
    if (!m_timerSetFor || *m_timerSetFor > due)
    {
        SetTimer(due);
    }
}

void Watchdog::Disarm() noexcept
{
    std::lock_guard lock(m_lock);
    m_due.reset();
}

void Watchdog::OnTimer() noexcept
{
    {
        std::lock_guard lock(m_lock);
        m_timerSetFor.reset();
        if (!m_due)
        {
            return;
        }
        if (*m_due > Clock::now())
        {
            SetTimer(*m_due);
            return;
        }
    }
    if (const auto again = m_onDue())
    {
        Arm(*again);
    }
}

void Watchdog::SetTimer(Clock::time_point due) noexcept
{
    if (!m_closing)
    {
        m_timerSetFor = due;
        m_timer.Set(due);
    }
}

} // namespace engine
