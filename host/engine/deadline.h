// How long one entry into a script may take: in JavaScript's own time, and in all. The engine is asked to stop when a
// limit is reached, and loses its memory a moment later if it does not.
#pragma once
#include "engine/watchdog.h"
#include <algorithm>
#include <atomic>
#include <chrono>
#include <optional>

namespace engine {

struct TimeLimits
{
    std::chrono::milliseconds script; // running JavaScript
    std::chrono::milliseconds total;  // and waiting for WSL and for processes
};

class Deadline
{
public:
    // How long the interpreter may take to notice that its time is over.
    static constexpr std::chrono::milliseconds kGrace{40};

    void Start(const TimeLimits& limits) noexcept
    {
        m_start = Clock::now();
        m_total = (m_start + limits.total).time_since_epoch().count();
        m_script = (m_start + limits.script).time_since_epoch().count();
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
        return Clock::time_point(Clock::duration(std::min(m_script.load(), m_total.load())));
    }

    // Whether all time ends before JavaScript's own does. Also told of the last entry, when it is over.
    bool TotalEndsFirst() const noexcept
    {
        return m_total < m_script;
    }

    // The end of all time: what a wait for something outside of the script is bounded by.
    Clock::time_point TotalEnd() const noexcept
    {
        return Clock::time_point(Clock::duration(m_total.load()));
    }

    // When the memory is taken away. None between entries.
    std::optional<Clock::time_point> HardEnd() const noexcept
    {
        return Running() ? std::optional(End() + kGrace) : std::nullopt;
    }

    bool Over() const noexcept
    {
        return Running() && Clock::now() >= End();
    }

    // Time spent outside of the script is not the script's.
    void ExcludeFromScript(Clock::duration elapsed) noexcept
    {
        if (Running())
        {
            m_script += elapsed.count();
        }
    }

private:
    Clock::time_point m_start{};
    std::atomic<bool> m_running{false};
    std::atomic<Clock::rep> m_script{};
    std::atomic<Clock::rep> m_total{};
};

} // namespace engine
