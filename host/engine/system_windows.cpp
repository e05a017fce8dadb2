#include "engine/system.h"
#include <algorithm>
#include <array>
#include <windows.h>

#include <bcrypt.h>

namespace engine {

namespace {

// In seconds. The calendar repeats every 400 years. Windows' calendar begins in 1601 and ends in 30827, after 73 such
// cycles.
constexpr int64_t kCycle = 146'097LL * 86'400;
constexpr int64_t kCycles = 73;
constexpr int64_t kFrom1601To1970 = 11'644'473'600;
constexpr int64_t kTicksPerSecond = 10'000'000;

// The last moment of a JavaScript Date; the first is as far from 1970.
constexpr int64_t kLastSecond = 8'640'000'000'000;

// The same moment in a year that Windows knows and that has the same calendar.
FILETIME MomentInWindowsYears(int64_t seconds) noexcept
{
    int64_t since1601 = std::clamp(seconds, -kLastSecond, kLastSecond) + kFrom1601To1970;
    if (since1601 < 0)
    {
        since1601 = since1601 % kCycle + kCycle;
    }
    else if (since1601 >= kCycles * kCycle)
    {
        since1601 = since1601 % kCycle + (kCycles - 1) * kCycle;
    }
    const auto ticks = static_cast<uint64_t>(since1601 * kTicksPerSecond);
    return {static_cast<DWORD>(ticks), static_cast<DWORD>(ticks >> 32)};
}

// The rules of a year, which Windows reads from the registry on each call. They may change while the service runs.
struct YearRules
{
    WORD year;
    ULONGLONG end; // by GetTickCount64
    TIME_ZONE_INFORMATION zone;
};

constexpr ULONGLONG kRulesLifetime = 1000;

SRWLOCK g_lock = SRWLOCK_INIT;
std::array<YearRules, 16> g_rules{};

bool RulesOf(WORD year, TIME_ZONE_INFORMATION& zone) noexcept
{
    YearRules& kept = g_rules[year % g_rules.size()];
    const ULONGLONG now = GetTickCount64();
    AcquireSRWLockShared(&g_lock);
    const bool isKept = kept.year == year && now < kept.end;
    if (isKept)
    {
        zone = kept.zone;
    }
    ReleaseSRWLockShared(&g_lock);
    if (isKept)
    {
        return true;
    }
    if (!GetTimeZoneInformationForYear(year, nullptr, &zone))
    {
        return false;
    }
    AcquireSRWLockExclusive(&g_lock);
    kept = {year, now + kRulesLifetime, zone};
    ReleaseSRWLockExclusive(&g_lock);
    return true;
}

int64_t TicksOf(const FILETIME& time) noexcept
{
    return static_cast<int64_t>((uint64_t{time.dwHighDateTime} << 32) | time.dwLowDateTime);
}

} // namespace

bool FillRandom(std::span<unsigned char> bytes) noexcept
{
    const auto size = static_cast<ULONG>(bytes.size());
    return BCryptGenRandom(nullptr, bytes.data(), size, BCRYPT_USE_SYSTEM_PREFERRED_RNG) == 0;
}

// Uses the rules of the moment's own year. If a year has no rules, Windows uses those of the nearest year that has
// some.
int32_t SecondsEastOfUtc(int64_t seconds) noexcept
{
    const FILETIME utcFile = MomentInWindowsYears(seconds);
    SYSTEMTIME utc{};
    TIME_ZONE_INFORMATION zone{};
    SYSTEMTIME local{};
    FILETIME localFile{};
    if (!FileTimeToSystemTime(&utcFile, &utc) || !RulesOf(utc.wYear, zone) ||
        !SystemTimeToTzSpecificLocalTime(&zone, &utc, &local) || !SystemTimeToFileTime(&local, &localFile))
    {
        return 0;
    }
    return static_cast<int32_t>((TicksOf(localFile) - TicksOf(utcFile)) / kTicksPerSecond);
}

} // namespace engine
