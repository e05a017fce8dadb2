// A frame with its own exception handler, as __try and __except make it in other compilers, for each processor.
#pragma once
#include <windows.h>

// Defines `DWORD Name(void (*function)(void*), void* argument)`: calls the function in a frame whose handler is the
// extern "C" function Handler. Returns 0, or the value that a handler passes to RtlUnwindEx with NameCaught as the
// target.
#define DEFINE_EXCEPTION_FRAME(Name, Handler)                                                                          \
    extern "C" DWORD Name(void (*function)(void*), void* argument);                                                    \
    extern "C" void Name##Caught();                                                                                    \
    asm(EXCEPTION_FRAME_TEXT(#Name, #Handler))

#if defined(__x86_64__)

// The no-operation keeps the call's return address within the function that the unwinding ends in.
#define EXCEPTION_FRAME_TEXT(Name, Handler)                                                                            \
    "    .text\n"                                                                                                      \
    "    .globl " Name "\n"                                                                                            \
    "    .globl " Name "Caught\n"                                                                                      \
    "    .seh_proc " Name "\n" Name ":\n"                                                                              \
    "    push %rbp\n"                                                                                                  \
    "    .seh_pushreg %rbp\n"                                                                                          \
    "    mov %rsp, %rbp\n"                                                                                             \
    "    .seh_setframe %rbp, 0\n"                                                                                      \
    "    sub $32, %rsp\n"                                                                                              \
    "    .seh_stackalloc 32\n"                                                                                         \
    "    .seh_endprologue\n"                                                                                           \
    "    .seh_handler " Handler ", @except\n"                                                                          \
    "    mov %rcx, %rax\n"                                                                                             \
    "    mov %rdx, %rcx\n"                                                                                             \
    "    call *%rax\n"                                                                                                 \
    "    xor %eax, %eax\n"                                                                                             \
    "    jmp 1f\n" Name "Caught:\n"                                                                                    \
    "1:\n"                                                                                                             \
    "    nop\n"                                                                                                        \
    "    lea 0(%rbp), %rsp\n"                                                                                          \
    "    pop %rbp\n"                                                                                                   \
    "    ret\n"                                                                                                        \
    "    .seh_endproc\n"

#elif defined(__aarch64__)

// At NameCaught the return value is in x0 already.
#define EXCEPTION_FRAME_TEXT(Name, Handler)                                                                            \
    "    .text\n"                                                                                                      \
    "    .globl " Name "\n"                                                                                            \
    "    .globl " Name "Caught\n"                                                                                      \
    "    .p2align 2\n"                                                                                                 \
    "    .seh_proc " Name "\n" Name ":\n"                                                                              \
    "    stp x29, x30, [sp, #-16]!\n"                                                                                  \
    "    .seh_save_fplr_x 16\n"                                                                                        \
    "    mov x29, sp\n"                                                                                                \
    "    .seh_set_fp\n"                                                                                                \
    "    .seh_endprologue\n"                                                                                           \
    "    .seh_handler " Handler ", @except\n"                                                                          \
    "    mov x2, x0\n"                                                                                                 \
    "    mov x0, x1\n"                                                                                                 \
    "    blr x2\n"                                                                                                     \
    "    mov w0, #0\n"                                                                                                 \
    "    b 1f\n" Name "Caught:\n"                                                                                      \
    "1:\n"                                                                                                             \
    "    nop\n"                                                                                                        \
    "    .seh_startepilogue\n"                                                                                         \
    "    mov sp, x29\n"                                                                                                \
    "    .seh_set_fp\n"                                                                                                \
    "    ldp x29, x30, [sp], #16\n"                                                                                    \
    "    .seh_save_fplr_x 16\n"                                                                                        \
    "    .seh_endepilogue\n"                                                                                           \
    "    ret\n"                                                                                                        \
    "    .seh_endproc\n"

#else
#error "The frame is written for 64-bit x86 and ARM only."
#endif
