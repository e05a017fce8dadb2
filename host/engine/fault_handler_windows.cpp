// A vectored exception handler.
#include "engine/fault_handler.h"
#include <mutex>
#include <new>
#include <windows.h>

// A function may fault with either alignment of its stack, so the trampoline aligns; its frame pointer, made known to
// the unwinder, keeps the frames above walkable.
asm(R"(
    .text
    .globl SandboxFaultTrampoline
    .seh_proc SandboxFaultTrampoline
SandboxFaultTrampoline:
    push %rbp
    .seh_pushreg %rbp
    mov %rsp, %rbp
    .seh_setframe %rbp, 0
    .seh_endprologue
    and $-16, %rsp
    sub $32, %rsp
    call SandboxThrowFault
    int3
    .seh_endproc
)");

namespace engine {

namespace {

std::mutex g_installation;
void* g_handler = nullptr;

LONG CALLBACK OnException(EXCEPTION_POINTERS* info) noexcept
{
    const EXCEPTION_RECORD& record = *info->ExceptionRecord;
    if (record.ExceptionCode != EXCEPTION_ACCESS_VIOLATION || record.NumberParameters < 2 ||
        !FaultClaim::Covers(record.ExceptionInformation[1]))
    {
        return EXCEPTION_CONTINUE_SEARCH;
    }
    CONTEXT& context = *info->ContextRecord;
    context.Rsp -= sizeof(DWORD64);
    *reinterpret_cast<DWORD64*>(context.Rsp) = context.Rip;
    context.Rip = reinterpret_cast<DWORD64>(&SandboxFaultTrampoline);
    return EXCEPTION_CONTINUE_EXECUTION;
}

} // namespace

void InstallFaultHandler()
{
    std::lock_guard lock(g_installation);
    if (g_handler == nullptr)
    {
        g_handler = AddVectoredExceptionHandler(TRUE, &OnException);
    }
    if (g_handler == nullptr)
    {
        throw std::bad_alloc();
    }
}

uint64_t ThisThread() noexcept
{
    return GetCurrentThreadId();
}

} // namespace engine
