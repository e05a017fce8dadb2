// A lock that hooks take in the order in which they come, and the thread that has it once more when it is called from
// within.
#pragma once
#include "engine/clock.h"
#include "win32/windows.h"
#include <chrono>
#include <mutex>

namespace win32 {

// Not std::recursive_timed_mutex: whoever waits for MinGW's starts anew, with all of the time, when another thread has
// been faster.
class HookLock
{
public:
    HookLock() noexcept = default;
    HookLock(const HookLock&) = delete;
    HookLock& operator=(const HookLock&) = delete;

    // Takes the lock behind those who came before, each of whom may have it for `turn`: waits no longer than for all of
    // them and one more. The guard owns nothing when that time is up.
    std::unique_lock<HookLock> Take(std::chrono::milliseconds turn) noexcept;

    // For std::unique_lock.
    void unlock() noexcept;

    // How many times the calling thread, which has it, has taken it.
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

    SRWLOCK m_lock = SRWLOCK_INIT; // of what follows
    CONDITION_VARIABLE m_passedOn = CONDITION_VARIABLE_INIT;
    DWORD m_owner = 0; // none: no thread has this number
    int m_depth = 0;
    Waiter* m_first = nullptr; // none while there is no owner
};

} // namespace win32
