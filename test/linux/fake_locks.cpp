// Windows' locks for the threads of one process, implemented with C++'s.
#include "fake_windows.h"
#include <atomic>
#include <chrono>

namespace {

std::atomic<DWORD> g_lastSleep = 0;

} // namespace

DWORD LastSleep() noexcept
{
    return g_lastSleep;
}

void AcquireSRWLockExclusive(SRWLOCK* lock) noexcept
{
    lock->mutex.lock();
}

void ReleaseSRWLockExclusive(SRWLOCK* lock) noexcept
{
    lock->mutex.unlock();
}

BOOL SleepConditionVariableSRW(
    CONDITION_VARIABLE* variable, SRWLOCK* lock, DWORD milliseconds, unsigned /*flags*/) noexcept
{
    const auto time = std::chrono::milliseconds(milliseconds);
    g_lastSleep = milliseconds;
    return variable->variable.wait_for(lock->mutex, time) == std::cv_status::no_timeout;
}

void WakeAllConditionVariable(CONDITION_VARIABLE* variable) noexcept
{
    variable->variable.notify_all();
}

DWORD GetCurrentThreadId() noexcept
{
    static std::atomic<DWORD> s_last = 0;
    thread_local const DWORD t_id = ++s_last;
    return t_id;
}
