// A frame with an exception handler, as __try and __except of other compilers make it. It registers nothing for the
// process, and the unwinding is the system's own, which also knows of shadow stacks. (The threads library of the C++
// runtime does register a vectored handler when it is loaded, for the exception by which debuggers learn names of
// threads.)
#include "engine/fault_handler.h"
#include "engine/trap.h"
#include <windows.h>

// Calls a function in a frame whose handler is SandboxOnFault. Answers 1 if that has unwound to here, else 0.
extern "C" int SandboxGuard(void (*function)(void*), void* argument);
extern "C" void SandboxGuardCaught();

asm(R"(
    .text
    .globl SandboxGuard
    .globl SandboxGuardCaught
    .seh_proc SandboxGuard
SandboxGuard:
    push %rbp
    .seh_pushreg %rbp
    mov %rsp, %rbp
    .seh_setframe %rbp, 0
    sub $32, %rsp
    .seh_stackalloc 32
    .seh_endprologue
    .seh_handler SandboxOnFault, @except
    mov %rcx, %rax
    mov %rdx, %rcx
    call *%rax
    xor %eax, %eax
    jmp 1f
SandboxGuardCaught:
    mov $1, %eax
1:
    nop
    lea 0(%rbp), %rsp
    pop %rbp
    ret
    .seh_endproc
)");

extern "C" EXCEPTION_DISPOSITION
SandboxOnFault(EXCEPTION_RECORD* record, void* frame, CONTEXT* context, DISPATCHER_CONTEXT* dispatcher)
{
    constexpr DWORD kUnwinding = EXCEPTION_UNWINDING | EXCEPTION_EXIT_UNWIND | EXCEPTION_TARGET_UNWIND;
    const bool isFault = record->ExceptionCode == EXCEPTION_ACCESS_VIOLATION ||
        record->ExceptionCode == EXCEPTION_IN_PAGE_ERROR;
    if ((record->ExceptionFlags & kUnwinding) == 0 && isFault && record->NumberParameters >= 2 &&
        engine::FaultClaim::Covers(record->ExceptionInformation[1]))
    {
        void* const target = reinterpret_cast<void*>(&SandboxGuardCaught);
        RtlUnwindEx(frame, target, record, nullptr, context, dispatcher->HistoryTable);
    }
    return ExceptionContinueSearch;
}

namespace engine {

void CallGuarded(void (*function)(void*), void* argument)
{
    if (SandboxGuard(function, argument) != 0)
    {
        throw Trap(TrapKind::MemoryAccess);
    }
}

uint64_t ThisThread() noexcept
{
    return GetCurrentThreadId();
}

} // namespace engine
