#include "engine/timer.h"
#include <algorithm>
#include <new>
#include <windows.h>

namespace engine {

namespace {

// One thread of its own for all timers of this DLL: the process's pool may be busy with the work that the timers are to
// end. Lives as long as the process.
class TimerPool
{
public:
    static PTP_CALLBACK_ENVIRON Environment()
    {
        static TimerPool& s_pool = *new TimerPool();
        return &s_pool.m_environment;
    }

private:
    TimerPool()
    {
        const PTP_POOL pool = CreateThreadpool(nullptr);
        if (pool == nullptr)
        {
            throw std::bad_alloc();
        }
        // The timers need little stack, but Windows calls every DLL of the process on the thread when it starts. If
        // Windows refuses the size, the thread gets the default.
        TP_POOL_STACK_INFORMATION stack{.StackReserve = 1024 * 1024, .StackCommit = 16 * 1024};
        SetThreadpoolStackInformation(pool, &stack);
        SetThreadpoolThreadMaximum(pool, 1);
        if (!SetThreadpoolThreadMinimum(pool, 1))
        {
            CloseThreadpool(pool);
            throw std::bad_alloc();
        }
        InitializeThreadpoolEnvironment(&m_environment);
        SetThreadpoolCallbackPool(&m_environment, pool);
    }

    TP_CALLBACK_ENVIRON m_environment;
};

} // namespace

struct Timer::System
{
    std::function<void()> onTime;
    PTP_TIMER timer = nullptr;
};

Timer::Timer(std::function<void()> onTime) : m_system(std::make_unique<System>(System{std::move(onTime)}))
{
    const auto callback = [](PTP_CALLBACK_INSTANCE, PVOID system, PTP_TIMER) {
        static_cast<System*>(system)->onTime();
    };
    m_system->timer = CreateThreadpoolTimer(callback, m_system.get(), TimerPool::Environment());
    if (m_system->timer == nullptr)
    {
        throw std::bad_alloc();
    }
}

Timer::~Timer()
{
    SetThreadpoolTimer(m_system->timer, nullptr, 0, 0);
    WaitForThreadpoolTimerCallbacks(m_system->timer, TRUE);
    CloseThreadpoolTimer(m_system->timer);
}

void Timer::Set(Clock::time_point due) noexcept
{
    using namespace std::chrono;
    const auto wait = std::max<long long>(duration_cast<microseconds>(due - Clock::now()).count(), 0);
    // Negative: relative to now, in units of 100 ns.
    ULARGE_INTEGER relative;
    relative.QuadPart = static_cast<ULONGLONG>(-(wait * 10 + 1));
    FILETIME time{relative.LowPart, relative.HighPart};
    SetThreadpoolTimer(m_system->timer, &time, 0, 0);
}

} // namespace engine
