// The module's imports: quickjs-wasi's own (env) and the few WASI calls that its C library makes.
#include "engine/sandbox.h"
#include "engine/system.h"
#include "text/utf.h"
#include <algorithm>
#include <array>
#include <string>

namespace {

// WASI's error numbers.
constexpr uint32_t kSuccess = 0;
constexpr uint32_t kBadFileDescriptor = 8;
constexpr uint32_t kInvalid = 28;
constexpr uint32_t kNotSupported = 58;

constexpr uint32_t kClockRealtime = 0;
constexpr uint32_t kClockMonotonic = 1;

// More than the message of any failed assertion needs.
constexpr uint32_t kMaximumDiagnostic = 4096;

// The C library writes its buffer and one more text. Nothing can interrupt host code, so a broken engine must not make
// it walk through all of the memory.
constexpr uint32_t kMaximumVectors = 16;

// The same bound for random numbers: a seed needs only some bytes.
constexpr uint32_t kMaximumRandom = 64 * 1024;

} // namespace

extern "C" {

// Native functions are made through the module's function table (see Sandbox), never by name.
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
        // Both arguments are boxes that the callee must free.
        sandbox.Call<Z_quickjsZ_qjs_free_value>(promise);
        sandbox.Call<Z_quickjsZ_qjs_free_value>(reason);
    });
}

u32 Z_envZ_host_get_timezone_offset(Z_env_instance_t* env, u32 high, u32 low)
{
    const auto seconds = static_cast<int64_t>((uint64_t{high} << 32) | low);
    const int32_t east = engine::SecondsEastOfUtc(seconds);
    env->sandbox->CallHost([&] { env->sandbox->Host().OnInput(engine::ZoneInput{seconds, east}); });
    return static_cast<u32>(east);
}

u32 Z_wasi_snapshot_preview1Z_clock_time_get(Z_wasi_snapshot_preview1_instance_t* wasi, u32 clock, u64, u32 result)
{
    if (clock != kClockRealtime && clock != kClockMonotonic)
    {
        return kInvalid;
    }
    const bool isWall = clock == kClockRealtime;
    const auto now = static_cast<uint64_t>((isWall ? engine::WallClock() : engine::SteadyClock()).count());
    wasi->sandbox->CallHost([&] {
        wasi->sandbox->Write(result, now);
        wasi->sandbox->Host().OnInput(engine::ClockInput{isWall, now});
    });
    return kSuccess;
}

u32 Z_wasi_snapshot_preview1Z_random_get(Z_wasi_snapshot_preview1_instance_t* wasi, u32 address, u32 size)
{
    if (size > kMaximumRandom)
    {
        return kInvalid;
    }
    return wasi->sandbox->CallHost([&] {
        std::array<unsigned char, 256> bytes;
        for (u32 done = 0; done < size;)
        {
            const u32 chunk = std::min<u32>(size - done, bytes.size());
            const auto part = std::span(bytes).first(chunk);
            if (!engine::FillRandom(part))
            {
                return kNotSupported;
            }
            wasi->sandbox->Write(address + done, std::as_bytes(part));
            wasi->sandbox->Host().OnInput(engine::RandomInput{part});
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
    if (count > kMaximumVectors)
    {
        return kInvalid;
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
        // A broken engine may print any bytes, and the last character may be cut off.
        sandbox.Host().OnDiagnostic(text::Utf16ToUtf8(text::Utf8ToUtf16(text)));
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
