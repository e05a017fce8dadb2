#include "win32/hook_lock.h"
#include <algorithm>
#include <utility>

namespace win32 {

bool HookLock::try_lock_until(std::chrono::steady_clock::time_point end) noexcept
{
    Waiter waiter{GetCurrentThreadId()};
    AcquireSRWLockExclusive(&m_lock);
    if (m_owner == 0)
    {
        m_owner = waiter.thread;
    }
    const bool taken = m_owner == waiter.thread || WaitUntil(end, waiter);
    if (taken)
    {
        m_depth++;
    }
    ReleaseSRWLockExclusive(&m_lock);
    return taken;
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

// Until it has been passed on to the waiter, behind those that wait already.
bool HookLock::WaitUntil(std::chrono::steady_clock::time_point end, Waiter& waiter) noexcept
{
    using namespace std::chrono;
    constexpr milliseconds kLongest = hours(1);
    PlaceOf(nullptr) = &waiter;
    while (m_owner != waiter.thread)
    {
        const auto left = std::min(ceil<milliseconds>(end - steady_clock::now()), kLongest);
        if (left.count() <= 0)
        {
            PlaceOf(&waiter) = waiter.next;
            return false;
        }
        SleepConditionVariableSRW(&m_passedOn, &m_lock, static_cast<DWORD>(left.count()), 0);
    }
    return true;
}

// The pointer to the waiter, which waits; for none, the one at the end.
HookLock::Waiter*& HookLock::PlaceOf(const Waiter* waiter) noexcept
{
    Waiter** place = &m_first;
    while (*place != waiter)
    {
        place = &(*place)->next;
    }
    return *place;
}

} // namespace win32
