// A lock that hooks take in the order in which they come, and the thread that has it once more when it is called from
// within.
#pragma once
#include "win32/windows.h"
#include <chrono>

namespace win32 {

// For std::unique_lock. Not std::recursive_timed_mutex: whoever waits for MinGW's starts anew, with all of the time,
// when another thread has been faster.
class HookLock
{
public:
    HookLock() noexcept = default;
    HookLock(const HookLock&) = delete;
    HookLock& operator=(const HookLock&) = delete;

    // False when the time is up and another thread has it still.
    bool try_lock_until(std::chrono::steady_clock::time_point end) noexcept;

    void unlock() noexcept;

    // How many times the calling thread, which has it, has taken it.
    int Depth() const noexcept
    {
        return m_depth;
    }

private:
    struct Waiter
    {
        DWORD thread;
        Waiter* next = nullptr;
    };

    bool WaitUntil(std::chrono::steady_clock::time_point end, Waiter& waiter) noexcept;
    Waiter*& PlaceOf(const Waiter* waiter) noexcept;

    SRWLOCK m_lock = SRWLOCK_INIT; // of what follows
    CONDITION_VARIABLE m_passedOn = CONDITION_VARIABLE_INIT;
    DWORD m_owner = 0; // of nobody: no thread has this number
    int m_depth = 0;
    Waiter* m_first = nullptr; // none while there is no owner
};

} // namespace win32
