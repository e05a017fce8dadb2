// How long one entry into a script may take: in JavaScript's own time, and in all. The engine is asked to stop when a
// limit is reached, and loses its memory if it runs on for a moment.
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

    // The end of JavaScript's time, or of all time if that comes first.
    Clock::time_point End() const noexcept
    {
        const Clock::rep script = m_paused ? Now() + m_left : m_script.load();
        return Clock::time_point(Clock::duration(std::min(script, m_total.load())));
    }

    // Whether all time ends before JavaScript's own does. Holds for the last entry, too, when it is over.
    bool TotalEndsFirst() const noexcept
    {
        return m_total < m_script;
    }

    // The end of all time: what a wait for something outside of the script is bounded by.
    Clock::time_point TotalEnd() const noexcept
    {
        return Clock::time_point(Clock::duration(m_total.load()));
    }

    bool Over() const noexcept
    {
        return Running() && Clock::now() >= End();
    }

    // Whether the engine, in which the thread must be, has had the time to notice, too, and has not. That is time in
    // which the thread runs: a busy machine may keep it waiting for longer.
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

    // Whether the script's time stands still, because host code runs.
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
    std::atomic<Clock::rep> m_overdue{kNotOverdue}; // how long the thread had run when it was seen past its end
};

// Stops, or within such a stop starts, the script's time for as long as it lives.
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
