// The module's imports: quickjs-wasi's own (env) and the few WASI calls that its C library makes.
#include "engine/sandbox.h"
#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>
#include <string>
#include <windows.h>

#include <bcrypt.h>

namespace {

// WASI's error numbers.
constexpr uint32_t kSuccess = 0;
constexpr uint32_t kBadFileDescriptor = 8;
constexpr uint32_t kInvalid = 28;
constexpr uint32_t kNotSupported = 58;

constexpr uint32_t kClockRealtime = 0;
constexpr uint32_t kClockMonotonic = 1;

// More than any message of a failed assertion needs.
constexpr uint32_t kMaximumDiagnostic = 4096;

// Minutes from local time to UTC at a moment given in seconds since 1970, as Date.prototype.getTimezoneOffset has it.
uint32_t TimezoneOffset(int64_t seconds) noexcept
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
    return static_cast<uint32_t>((ticks(utcFile) - ticks(localFile)) / (int64_t{10'000'000} * 60));
}

} // namespace

extern "C" {

// Host functions are made in the module's function table (see Sandbox), never by name.
u32 Z_envZ_host_call(Z_env_instance_t*, u32, u32, u32, u32, u32)
{
    throw engine::Trap(engine::TrapKind::Unreachable);
}

u32 Z_envZ_host_interrupt(Z_env_instance_t* env)
{
    return env->sandbox->Host().OnInterrupt() ? 1 : 0;
}

// No loader is set, so the engine refuses every import itself.
u32 Z_envZ_host_module_normalize(Z_env_instance_t*, u32, u32)
{
    throw engine::Trap(engine::TrapKind::Unreachable);
}

u32 Z_envZ_host_module_load(Z_env_instance_t*, u32, u32)
{
    throw engine::Trap(engine::TrapKind::Unreachable);
}

void Z_envZ_host_promise_rejection(Z_env_instance_t* env, u32 promise, u32 reason, u32 handled)
{
    engine::Sandbox& sandbox = *env->sandbox;
    sandbox.CallHost([&] {
        sandbox.Host().OnPromiseRejection(
            sandbox.Read<uint64_t>(promise), sandbox.Read<uint64_t>(reason), handled != 0);
        // Both arrive in boxes that belong to the callee.
        sandbox.Call<Z_quickjsZ_qjs_free_value>(promise);
        sandbox.Call<Z_quickjsZ_qjs_free_value>(reason);
    });
}

u32 Z_envZ_host_get_timezone_offset(Z_env_instance_t*, u32 high, u32 low)
{
    return TimezoneOffset(static_cast<int64_t>((uint64_t{high} << 32) | low));
}

u32 Z_wasi_snapshot_preview1Z_clock_time_get(Z_wasi_snapshot_preview1_instance_t* wasi, u32 clock, u64, u32 result)
{
    using namespace std::chrono;
    if (clock != kClockRealtime && clock != kClockMonotonic)
    {
        return kInvalid;
    }
    const nanoseconds now = clock == kClockRealtime ? duration_cast<nanoseconds>(system_clock::now().time_since_epoch())
                                                    : steady_clock::now().time_since_epoch();
    wasi->sandbox->CallHost([&] { wasi->sandbox->Write(result, static_cast<uint64_t>(now.count())); });
    return kSuccess;
}

u32 Z_wasi_snapshot_preview1Z_random_get(Z_wasi_snapshot_preview1_instance_t* wasi, u32 address, u32 size)
{
    return wasi->sandbox->CallHost([&] {
        std::array<unsigned char, 256> bytes;
        for (u32 done = 0; done < size;)
        {
            const u32 chunk = std::min<u32>(size - done, bytes.size());
            if (BCryptGenRandom(nullptr, bytes.data(), chunk, BCRYPT_USE_SYSTEM_PREFERRED_RNG) != 0)
            {
                return kNotSupported;
            }
            wasi->sandbox->Write(address + done, std::as_bytes(std::span(bytes).first(chunk)));
            done += chunk;
        }
        return kSuccess;
    });
}

u32 Z_wasi_snapshot_preview1Z_fd_write(
    Z_wasi_snapshot_preview1_instance_t* wasi, u32 descriptor, u32 vectors, u32 count, u32 written)
{
    if (descriptor != 1 && descriptor != 2)
    {
        return kBadFileDescriptor;
    }
    engine::Sandbox& sandbox = *wasi->sandbox;
    sandbox.CallHost([&] {
        std::string text;
        u32 total = 0;
        for (u32 i = 0; i < count; i++)
        {
            const auto address = sandbox.Read<uint32_t>(vectors + i * 8);
            const auto size = sandbox.Read<uint32_t>(vectors + i * 8 + 4);
            const size_t room = kMaximumDiagnostic - text.size();
            const size_t start = text.size();
            text.resize(start + std::min<size_t>(size, room));
            sandbox.Read(address, std::as_writable_bytes(std::span(text).subspan(start)));
            total += size;
        }
        sandbox.Host().OnDiagnostic(text);
        sandbox.Write(written, total);
    });
    return kSuccess;
}

u32 Z_wasi_snapshot_preview1Z_fd_close(Z_wasi_snapshot_preview1_instance_t*, u32)
{
    return kBadFileDescriptor;
}

u32 Z_wasi_snapshot_preview1Z_fd_fdstat_get(Z_wasi_snapshot_preview1_instance_t*, u32, u32)
{
    return kBadFileDescriptor;
}

u32 Z_wasi_snapshot_preview1Z_fd_seek(Z_wasi_snapshot_preview1_instance_t*, u32, u64, u32, u32)
{
    return kBadFileDescriptor;
}

} // extern "C"
