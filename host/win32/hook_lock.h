// A lock that hooks get in the order in which they come, and that its owner can take again when it is called from
// within.
#pragma once
#include "engine/clock.h"
#include "win32/windows.h"
#include <chrono>
#include <mutex>

namespace win32 {

// Not std::recursive_timed_mutex: a waiter of MinGW's starts again, with the whole time, whenever another thread has
// been faster.
class HookLock
{
public:
    HookLock() noexcept = default;
    HookLock(const HookLock&) = delete;
    HookLock& operator=(const HookLock&) = delete;

    // Takes the lock after the threads that came before, each of which may have it for `turn`: waits at most for all of
    // them and one more. The guard owns nothing if that time is over.
    std::unique_lock<HookLock> Take(std::chrono::milliseconds turn) noexcept;

    // For std::unique_lock.
    void unlock() noexcept;

    // How many times the owner, which must be the calling thread, has taken it.
    int Depth() const noexcept
    {
        return m_depth;
    }

    // How many threads wait.
    int Waiting() noexcept;

private:
    struct Waiter
    {
        DWORD thread;
        Waiter* next = nullptr;
    };

    bool WaitBehindOthers(std::chrono::milliseconds turn, Waiter& waiter) noexcept;

    SRWLOCK m_lock = SRWLOCK_INIT; // guards the members below
    CONDITION_VARIABLE m_passedOn = CONDITION_VARIABLE_INIT;
    DWORD m_owner = 0; // 0: no thread has this number
    int m_depth = 0;
    Waiter* m_first = nullptr; // 0 while there is no owner
};

} // namespace win32
