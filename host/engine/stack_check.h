/* Included by the compiler before the engine's generated C: every function of the engine that calls another one checks
 * at its start how much of the calling thread's real stack is left, and traps before the guard page is reached. No
 * counter is kept, so the check holds for any thread, any stack size and any depth of nested calls. */
#pragma once
#include "processor.h"
#include <stdint.h>

/* What a function of the engine must find below the stack pointer: the functions that do not check (C library, host
 * callbacks, the engine's own that call none) and the unwinding of a trap. */
#define SANDBOX_STACK_RESERVE (96 * 1024)

#if defined(_WIN64)
static inline uintptr_t sandbox_stack_bottom(void)
{
    return processor_stack_bottom();
}
#elif defined(__linux__)
/* The lowest address of the running thread's stack, found once per thread; see stack_check_linux.cpp. */
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
#error "The stack check is written for 64-bit Windows and Linux only."
#endif

static inline uintptr_t sandbox_stack_left(void)
{
    return processor_stack_pointer() - sandbox_stack_bottom();
}

#define SANDBOX_CHECK_STACK()                                                                                          \
    if (__builtin_expect(sandbox_stack_left() < SANDBOX_STACK_RESERVE, 0))                                             \
    TRAP(EXHAUSTION)
