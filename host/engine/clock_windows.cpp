#include "engine/clock.h"
#include <windows.h>

namespace engine {

namespace {

using Query = void(WINAPI*)(PULONGLONG);

void WINAPI QueryByTicks(PULONGLONG time) noexcept
{
    QueryUnbiasedInterruptTime(time);
}

// The precise function has no import library here; the other one advances by up to 16 ms at once.
Query FindQuery() noexcept
{
    const HMODULE library = GetModuleHandleW(L"kernelbase.dll");
    const FARPROC precise = library == nullptr ? nullptr : GetProcAddress(library, "QueryUnbiasedInterruptTimePrecise");
    return precise == nullptr ? QueryByTicks : reinterpret_cast<Query>(reinterpret_cast<void*>(precise));
}

} // namespace

Clock::time_point Clock::now() noexcept
{
    static const Query s_query = FindQuery();
    ULONGLONG time = 0;
    s_query(&time);
    return time_point(duration(static_cast<rep>(time)));
}

} // namespace engine
