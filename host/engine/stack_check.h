/* Included by the compiler before the engine's generated C: every function of the engine that calls another one checks
 * at its start how much of the calling thread's real stack is left, and traps before the guard page is reached. No
 * counter is kept, so the check holds for any thread, any stack size and any depth of nested calls. */
#pragma once
#include <stdint.h>

/* What a function of the engine must find below the stack pointer: the functions that do not check (C library, host
 * callbacks, the engine's own that call none) and the unwinding of a trap. */
#define SANDBOX_STACK_RESERVE (96 * 1024)

#if defined(_WIN64)
/* TEB.DeallocationStack: the lowest address that is reserved for the running thread's stack. */
static inline uintptr_t sandbox_stack_bottom(void)
{
    uintptr_t bottom;
    __asm__("movq %%gs:0x1478, %0" : "=r"(bottom));
    return bottom;
}
#elif defined(__linux__) && defined(__x86_64__)
/* The same address, found once per thread; see stack_check_linux.cpp. */
#if defined(__cplusplus)
extern "C" {
#endif
extern __thread uintptr_t sandbox_known_stack_bottom;
uintptr_t sandbox_find_stack_bottom(void);
#if defined(__cplusplus)
}
#endif
static inline uintptr_t sandbox_stack_bottom(void)
{
    const uintptr_t known = sandbox_known_stack_bottom;
    return __builtin_expect(known != 0, 1) ? known : sandbox_find_stack_bottom();
}
#else
#error "The stack check is written for 64-bit Windows and Linux on x86 only."
#endif

static inline uintptr_t sandbox_stack_left(void)
{
    uintptr_t top;
    __asm__("movq %%rsp, %0" : "=r"(top));
    return top - sandbox_stack_bottom();
}

#define SANDBOX_CHECK_STACK()                                                                                          \
    if (__builtin_expect(sandbox_stack_left() < SANDBOX_STACK_RESERVE, 0))                                             \
    TRAP(EXHAUSTION)
