#include "engine/watchdog.h"
#include <algorithm>
#include <new>
#include <windows.h>

namespace engine {

namespace {

PTP_TIMER AsTimer(void* timer) noexcept
{
    return static_cast<PTP_TIMER>(timer);
}

} // namespace

Watchdog::Watchdog(Callback onDue) : m_onDue(std::move(onDue))
{
    const auto onTimer = [](PTP_CALLBACK_INSTANCE, PVOID self, PTP_TIMER) { static_cast<Watchdog*>(self)->OnTimer(); };
    m_timer = CreateThreadpoolTimer(onTimer, this, nullptr);
    if (m_timer == nullptr)
    {
        throw std::bad_alloc();
    }
}

Watchdog::~Watchdog()
{
    SetThreadpoolTimer(AsTimer(m_timer), nullptr, 0, 0);
    WaitForThreadpoolTimerCallbacks(AsTimer(m_timer), TRUE);
    CloseThreadpoolTimer(AsTimer(m_timer));
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
    using namespace std::chrono;
    m_timerSetFor = due;
    const auto wait = std::max<long long>(duration_cast<microseconds>(due - Clock::now()).count(), 0);
    // Negative: relative to now, in units of 100 ns.
    ULARGE_INTEGER relative;
    relative.QuadPart = static_cast<ULONGLONG>(-(wait * 10 + 1));
    FILETIME time{relative.LowPart, relative.HighPart};
    SetThreadpoolTimer(AsTimer(m_timer), &time, 0, 0);
}

} // namespace engine
