/* What the stack check and the fault handler read of the running thread, for each processor that the engine is compiled
 * for. Included by the engine's generated C, which knows no header of Windows. */
#pragma once
#include <stdint.h>

#if defined(__x86_64__)

/* Bytes of the thread's stack that a byte of the engine's own stack may cost: compiled frames hold what fits in no
 * register. */
#define PROCESSOR_STACK_PER_ENGINE_BYTE 3

static inline uintptr_t processor_stack_pointer(void)
{
    uintptr_t top;
    __asm__("movq %%rsp, %0" : "=r"(top));
    return top;
}

#if defined(_WIN64)
/* TEB.DeallocationStack: the lowest address that is reserved for the running thread's stack. */
static inline uintptr_t processor_stack_bottom(void)
{
    uintptr_t bottom;
    __asm__("movq %%gs:0x1478, %0" : "=r"(bottom));
    return bottom;
}

/* The running thread's TEB, which begins with an NT_TIB. */
static inline uintptr_t processor_thread_block(void)
{
    uintptr_t block;
    __asm__("movq %%gs:0x30, %0" : "=r"(block));
    return block;
}
#endif

#elif defined(__aarch64__)

#define PROCESSOR_STACK_PER_ENGINE_BYTE 4

static inline uintptr_t processor_stack_pointer(void)
{
    uintptr_t top;
    __asm__("mov %0, sp" : "=r"(top));
    return top;
}

#if defined(_WIN64)
/* The same of the TEB whose address Windows keeps in x18. */
static inline uintptr_t processor_stack_bottom(void)
{
    uintptr_t bottom;
    __asm__("ldr %0, [x18, #0x1478]" : "=r"(bottom));
    return bottom;
}

static inline uintptr_t processor_thread_block(void)
{
    uintptr_t block;
    __asm__("mov %0, x18" : "=r"(block));
    return block;
}
#endif

#else
#error "The stack check is written for 64-bit x86 and ARM only."
#endif
