// What -fstack-protector calls for. GCC's own library (libssp) asks a cryptographic provider for the guard, which loads
// another DLL while this one is being loaded, and on a mismatch ends the process without a dump.
#include "win32/windows.h"
#include <cstdint>
#include <intrin.h>

extern "C" {

uintptr_t __stack_chk_guard = 0x9e3779b97f4a7c15;

// An overrun has changed the guard: the stack is not to be trusted, not even to unwind it.
[[noreturn, gnu::used]] void __stack_chk_fail()
{
    // __fastfail(FAST_FAIL_STACK_COOKIE_CHECK_FAILURE), which these headers lack.
    asm volatile("int $0x29" : : "c"(2));
    __builtin_unreachable();
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
[[gnu::constructor(101), gnu::optimize("no-stack-protector")]] void MakeGuard()
{
    FILETIME time;
    GetSystemTimePreciseAsFileTime(&time);
    LARGE_INTEGER counter;
    QueryPerformanceCounter(&counter);
    uint64_t guard = Mixed(uint64_t{time.dwHighDateTime} << 32 | time.dwLowDateTime);
    guard = Mixed(guard ^ static_cast<uint64_t>(counter.QuadPart));
    guard = Mixed(guard ^ (uint64_t{GetCurrentProcessId()} << 32 | GetCurrentThreadId()));
    guard = Mixed(guard ^ reinterpret_cast<uintptr_t>(&time) ^ __rdtsc());
    // A zero byte in front stops an overrun by text.
    __stack_chk_guard = guard & ~uintptr_t{0xff};
}

} // namespace
