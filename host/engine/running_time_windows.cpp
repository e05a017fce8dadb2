#include "engine/running_time.h"
#include <windows.h>

namespace engine {

namespace {

// Both count in units of 100 ns.
Clock::duration DurationOf(const FILETIME& time) noexcept
{
    return Clock::duration(static_cast<Clock::rep>((uint64_t{time.dwHighDateTime} << 32) | time.dwLowDateTime));
}

} // namespace

uint64_t ThisThread() noexcept
{
    return GetCurrentThreadId();
}

Clock::duration RunningTime(uint64_t thread) noexcept
{
    const HANDLE opened = OpenThread(THREAD_QUERY_LIMITED_INFORMATION, FALSE, static_cast<DWORD>(thread));
    FILETIME created{};
    FILETIME ended{};
    FILETIME kernel{};
    FILETIME user{};
    const bool isRead = opened != nullptr && GetThreadTimes(opened, &created, &ended, &kernel, &user);
    if (opened != nullptr)
    {
        CloseHandle(opened);
    }
    return isRead ? DurationOf(kernel) + DurationOf(user) : Clock::now().time_since_epoch();
}

} // namespace engine
