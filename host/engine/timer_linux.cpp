#include "engine/timer.h"
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace engine {

struct Timer::System
{
    std::function<void()> onTime;
    std::mutex lock;
    std::condition_variable_any changed;
    std::optional<Clock::time_point> due;
    std::jthread thread;

    void Run(std::stop_token stop)
    {
        std::unique_lock held(lock);
        while (!stop.stop_requested())
        {
            if (!due)
            {
                changed.wait(held, stop, [this] { return due.has_value(); });
            }
            else if (*due > Clock::now())
            {
                // A copy: the wait reads it without the lock.
                const Clock::time_point set = *due;
                changed.wait_until(held, stop, set, [&] { return due != set; });
            }
            else
            {
                due.reset();
                held.unlock();
                onTime();
                held.lock();
            }
        }
    }
};

Timer::Timer(std::function<void()> onTime) : m_system(std::make_unique<System>())
{
    m_system->onTime = std::move(onTime);
    m_system->thread = std::jthread([system = m_system.get()](std::stop_token stop) { system->Run(std::move(stop)); });
}

Timer::~Timer() = default;

void Timer::Set(Clock::time_point due) noexcept
{
    {
        std::lock_guard held(m_system->lock);
        m_system->due = due;
    }
    m_system->changed.notify_one();
}

} // namespace engine
