#include "engine/clock.h"
#include <windows.h>

namespace engine {

namespace {

using Query = void(WINAPI*)(PULONGLONG);

// Windows has it since Windows 10; MinGW has no import library for it. Wine has only the coarser function.
Query FindQuery() noexcept
{
    const HMODULE library = GetModuleHandleW(L"kernelbase.dll");
    const FARPROC query = library == nullptr ? nullptr : GetProcAddress(library, "QueryUnbiasedInterruptTimePrecise");
    return reinterpret_cast<Query>(reinterpret_cast<void*>(query));
}

} // namespace

Clock::time_point Clock::now() noexcept
{
    static const Query s_query = FindQuery();
    if (s_query == nullptr)
    {
        return time_point(std::chrono::duration_cast<duration>(std::chrono::steady_clock::now().time_since_epoch()));
    }
    ULONGLONG time = 0;
    s_query(&time);
    return time_point(duration(static_cast<rep>(time)));
}

} // namespace engine
