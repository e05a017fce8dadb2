#include "win32/hook_lock.h"
#include <algorithm>
#include <utility>

namespace win32 {

std::unique_lock<HookLock> HookLock::Take(std::chrono::milliseconds turn) noexcept
{
    Waiter waiter{GetCurrentThreadId()};
    AcquireSRWLockExclusive(&m_lock);
    if (m_owner == 0)
    {
        m_owner = waiter.thread;
    }
    const bool taken = m_owner == waiter.thread || WaitBehindOthers(turn, waiter);
    if (taken)
    {
        m_depth++;
    }
    ReleaseSRWLockExclusive(&m_lock);
    return taken ? std::unique_lock(*this, std::adopt_lock) : std::unique_lock<HookLock>();
}

void HookLock::unlock() noexcept
{
    AcquireSRWLockExclusive(&m_lock);
    if (--m_depth == 0)
    {
        const Waiter* next = m_first == nullptr ? nullptr : std::exchange(m_first, m_first->next);
        m_owner = next == nullptr ? 0 : next->thread;
        WakeAllConditionVariable(&m_passedOn);
    }
    ReleaseSRWLockExclusive(&m_lock);
}

int HookLock::Waiting() noexcept
{
    AcquireSRWLockExclusive(&m_lock);
    int count = 0;
    for (const Waiter* waiter = m_first; waiter != nullptr; waiter = waiter->next)
    {
        count++;
    }
    ReleaseSRWLockExclusive(&m_lock);
    return count;
}

// True if the lock has been passed on to the waiter.
bool HookLock::WaitBehindOthers(std::chrono::milliseconds turn, Waiter& waiter) noexcept
{
    using namespace std::chrono;
    constexpr milliseconds kLongest = hours(1);
    int turns = 2; // the owner's turn, and one more
    Waiter** last = &m_first;
    for (; *last != nullptr; last = &(*last)->next)
    {
        turns++;
    }
    *last = &waiter;
    const auto end = engine::Clock::now() + turns * turn;
    while (m_owner != waiter.thread)
    {
        const auto left = std::min(ceil<milliseconds>(end - engine::Clock::now()), kLongest);
        if (left.count() <= 0)
        {
            Waiter** place = &m_first;
            while (*place != &waiter)
            {
                place = &(*place)->next;
            }
            *place = waiter.next;
            return false;
        }
        SleepConditionVariableSRW(&m_passedOn, &m_lock, static_cast<DWORD>(left.count()), 0);
    }
    return true;
}

} // namespace win32
