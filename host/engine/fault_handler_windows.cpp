// A frame with an exception handler, as __try and __except of other compilers make it. It registers nothing for the
// process, and the unwinding is the system's own, which also knows of shadow stacks. (The threads library of the C++
// runtime does register a vectored handler when it is loaded, for the exception by which debuggers learn names of
// threads.)
#include "engine/fault_handler.h"
#include "engine/trap.h"
#include <windows.h>
#include <malloc.h>

// Calls a function in a frame whose handler is SandboxOnFault. Returns 0, or the code of the exception if that has
// unwound to here.
extern "C" DWORD SandboxGuard(void (*function)(void*), void* argument);
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
1:
    nop
    lea 0(%rbp), %rsp
    pop %rbp
    ret
    .seh_endproc
)");

namespace {

bool IsSandboxs(const EXCEPTION_RECORD& record) noexcept
{
    switch (record.ExceptionCode)
    {
    case EXCEPTION_ACCESS_VIOLATION:
    case EXCEPTION_IN_PAGE_ERROR:
        return record.NumberParameters >= 2 && engine::FaultClaim::Covers(record.ExceptionInformation[1]);
    case EXCEPTION_STACK_OVERFLOW:
        return engine::FaultClaim::CoversThisThread();
    default:
        return false;
    }
}

} // namespace

extern "C" EXCEPTION_DISPOSITION
SandboxOnFault(EXCEPTION_RECORD* record, void* frame, CONTEXT* context, DISPATCHER_CONTEXT* dispatcher)
{
    constexpr DWORD kUnwinding = EXCEPTION_UNWINDING | EXCEPTION_EXIT_UNWIND | EXCEPTION_TARGET_UNWIND;
    if ((record->ExceptionFlags & kUnwinding) == 0 && IsSandboxs(*record))
    {
        void* const target = reinterpret_cast<void*>(&SandboxGuardCaught);
        void* const result = reinterpret_cast<void*>(uintptr_t{record->ExceptionCode});
        RtlUnwindEx(frame, target, record, result, context, dispatcher->HistoryTable);
    }
    return ExceptionContinueSearch;
}

namespace engine {

void CallGuarded(void (*function)(void*), void* argument)
{
    const DWORD exception = SandboxGuard(function, argument);
    if (exception == EXCEPTION_STACK_OVERFLOW)
    {
        // Without a guard page the next overflow would end the process.
        _resetstkoflw();
        throw Trap(TrapKind::StackExhausted);
    }
    if (exception != 0)
    {
        throw Trap(TrapKind::MemoryAccess);
    }
}

void CommitHostStack() noexcept
{
    // Less than what the engine's functions leave (stack_check.h).
    constexpr uintptr_t kNeeded = 64 * 1024;
    constexpr uintptr_t kPage = 4096;
    // TEB.StackLimit: what lies above can be touched.
    uintptr_t committed = 0;
    asm("movq %%gs:0x10, %0" : "=r"(committed));
    const auto needed = reinterpret_cast<uintptr_t>(__builtin_frame_address(0)) - kNeeded;
    for (uintptr_t page = committed - kPage; page + kPage > needed; page -= kPage)
    {
        *reinterpret_cast<const volatile char*>(page);
    }
}

uint64_t ThisThread() noexcept
{
    return GetCurrentThreadId();
}

} // namespace engine
