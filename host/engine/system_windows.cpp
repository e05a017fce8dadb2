#include "engine/system.h"
#include <algorithm>
#include <ctime>
#include <windows.h>

#include <bcrypt.h>

namespace engine {

bool FillRandom(std::span<unsigned char> bytes) noexcept
{
    const auto size = static_cast<ULONG>(bytes.size());
    return BCryptGenRandom(nullptr, bytes.data(), size, BCRYPT_USE_SYSTEM_PREFERRED_RNG) == 0;
}

int32_t SecondsEastOfUtc(int64_t seconds) noexcept
{
    std::tm utc{};
    if (_gmtime64_s(&utc, &seconds) != 0)
    {
        return 0;
    }
    SYSTEMTIME utcTime{
        static_cast<WORD>(utc.tm_year + 1900),
        static_cast<WORD>(utc.tm_mon + 1),
        0,
        static_cast<WORD>(utc.tm_mday),
        static_cast<WORD>(utc.tm_hour),
        static_cast<WORD>(utc.tm_min),
        static_cast<WORD>(std::min(utc.tm_sec, 59)),
        0};
    SYSTEMTIME localTime{};
    FILETIME utcFile{};
    FILETIME localFile{};
    if (!SystemTimeToTzSpecificLocalTime(nullptr, &utcTime, &localTime) || !SystemTimeToFileTime(&utcTime, &utcFile) ||
        !SystemTimeToFileTime(&localTime, &localFile))
    {
        return 0;
    }
    const auto ticks = [](const FILETIME& time) {
        return static_cast<int64_t>((uint64_t{time.dwHighDateTime} << 32) | time.dwLowDateTime);
    };
    return static_cast<int32_t>((ticks(localFile) - ticks(utcFile)) / 10'000'000);
}

} // namespace engine
