// The functions that -fstack-protector calls. GCC's own library (libssp) asks a cryptographic provider for the guard,
// which loads another DLL while this one is being loaded, and on a mismatch it ends the process without a dump.
#include "win32/windows.h"
#include <cstdint>

namespace {

// Missing in these headers: __fastfail, and the processor's time counter.
#if defined(__aarch64__)

[[noreturn]] void FastFail(unsigned code) noexcept
{
    register unsigned reason asm("w0") = code;
    asm volatile("brk #0xf003" : : "r"(reason));
    __builtin_unreachable();
}

uint64_t Ticks() noexcept
{
    uint64_t ticks;
    asm volatile("mrs %0, cntvct_el0" : "=r"(ticks));
    return ticks;
}

#else

[[noreturn]] void FastFail(unsigned code) noexcept
{
    asm volatile("int $0x29" : : "c"(code));
    __builtin_unreachable();
}

uint64_t Ticks() noexcept
{
    return __builtin_ia32_rdtsc();
}

#endif

} // namespace

extern "C" {

uintptr_t __stack_chk_guard = 0x9e3779b97f4a7c15;

// An overrun has changed the guard: the stack cannot be trusted, not even for unwinding.
[[noreturn, gnu::used]] void __stack_chk_fail()
{
    FastFail(2); // FAST_FAIL_STACK_COOKIE_CHECK_FAILURE
}

} // extern "C"

namespace {

uint64_t Mixed(uint64_t value) noexcept
{
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
    value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
    return value ^ (value >> 31);
}

// The sources that Microsoft's C runtime uses for its cookie: each is read without another DLL or a lock. Runs before
// all other constructors, none of which returns into a function that began with the old guard.
__attribute__((constructor(101), no_stack_protector)) void MakeGuard()
{
    FILETIME time;
    GetSystemTimePreciseAsFileTime(&time);
    LARGE_INTEGER counter;
    QueryPerformanceCounter(&counter);
    uint64_t guard = Mixed(uint64_t{time.dwHighDateTime} << 32 | time.dwLowDateTime);
    guard = Mixed(guard ^ static_cast<uint64_t>(counter.QuadPart));
    guard = Mixed(guard ^ (uint64_t{GetCurrentProcessId()} << 32 | GetCurrentThreadId()));
    guard = Mixed(guard ^ reinterpret_cast<uintptr_t>(&time) ^ Ticks());
    // A leading zero byte stops overruns by text.
    __stack_chk_guard = guard & ~uintptr_t{0xff};
}

} // namespace
