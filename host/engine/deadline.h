// How long one entry into a script may take: JavaScript time and total time. At a limit the engine is asked to stop; if
// it does not stop within a moment, it loses its memory.
#pragma once
#include "engine/clock.h"
#include "engine/running_time.h"
#include "generated/numbers.h"
#include <algorithm>
#include <atomic>
#include <chrono>

namespace engine {

struct TimeLimits
{
    std::chrono::milliseconds script; // running JavaScript
    std::chrono::milliseconds total;  // and waiting for WSL and for processes
};

class Deadline
{
public:
    void Start(const TimeLimits& limits) noexcept
    {
        const auto now = Clock::now();
        m_paused = false;
        m_thread = ThisThread();
        m_overdue = kNotOverdue;
        m_total = (now + limits.total).time_since_epoch().count();
        m_script = (now + limits.script).time_since_epoch().count();
        m_running = true;
    }

    void Stop() noexcept
    {
        m_running = false;
    }

    bool Running() const noexcept
    {
        return m_running;
    }

    // The end of the JavaScript time, or of the total time if that is earlier.
    Clock::time_point End() const noexcept
    {
        const Clock::rep script = m_paused ? Now() + m_left : m_script.load();
        return Clock::time_point(Clock::duration(std::min(script, m_total.load())));
    }

    // Whether the total time ends before the JavaScript time. After an entry, the answer for that entry.
    bool TotalEndsFirst() const noexcept
    {
        return m_total < m_script;
    }

    // The end of the total time: the bound of a wait for something outside the script.
    Clock::time_point TotalEnd() const noexcept
    {
        return Clock::time_point(Clock::duration(m_total.load()));
    }

    bool Over() const noexcept
    {
        return Running() && Clock::now() >= End();
    }

    // Whether the thread, which must be in the engine, has run past its end for long enough to notice it. Counts
    // running time: on a busy machine the thread may have to wait for the processor.
    bool LongOver() noexcept
    {
        if (!Over())
        {
            return false;
        }
        const Clock::duration ran = RunningTime(m_thread);
        m_overdue = std::min(m_overdue.load(), ran.count());
        return ran - Clock::duration(m_overdue) >= std::chrono::milliseconds(numbers::kGrace);
    }

    // Whether the script's time is paused because host code runs.
    bool Paused() const noexcept
    {
        return m_paused;
    }

    void Pause() noexcept
    {
        m_left = m_script - Now();
        m_paused = true;
    }

    void Resume() noexcept
    {
        if (Running())
        {
            m_script = Now() + m_left;
        }
        m_paused = false;
    }

private:
    static constexpr Clock::rep kNotOverdue = Clock::duration::max().count();

    static Clock::rep Now() noexcept
    {
        return Clock::now().time_since_epoch().count();
    }

    std::atomic<bool> m_running{false};
    std::atomic<bool> m_paused{false};
    std::atomic<Clock::rep> m_left{0};
    std::atomic<Clock::rep> m_script{};
    std::atomic<Clock::rep> m_total{};
    std::atomic<uint64_t> m_thread{};
    std::atomic<Clock::rep> m_overdue{kNotOverdue}; // how long the thread had run when it was first seen past its end
};

// Pauses the script's time during its own lifetime, or resumes it within such a pause.
class DeadlineSwitch
{
public:
    DeadlineSwitch(Deadline& deadline, bool pause) noexcept : m_deadline(deadline), m_before(deadline.Paused())
    {
        Set(pause);
    }
    ~DeadlineSwitch()
    {
        Set(m_before);
    }
    DeadlineSwitch(const DeadlineSwitch&) = delete;
    DeadlineSwitch& operator=(const DeadlineSwitch&) = delete;

private:
    void Set(bool pause) noexcept
    {
        if (pause != m_deadline.Paused())
        {
            pause ? m_deadline.Pause() : m_deadline.Resume();
        }
    }

    Deadline& m_deadline;
    bool m_before;
};

} // namespace engine
