// A frame with an exception handler, as __try and __except make it in other compilers. It registers nothing for the
// process, and the system itself unwinds, which also handles shadow stacks. (The threads library of the C++ runtime
// does register a vectored handler when it is loaded, for the exception that names threads for debuggers.)
#include "engine/fault_handler.h"
#include "engine/processor.h"
#include "engine/trap.h"
#include "win32/exception_frame.h"
#include <windows.h>
#include <malloc.h>

DEFINE_EXCEPTION_FRAME(SandboxGuard, SandboxOnFault);

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
    // Less than the engine's functions leave free (stack_check.h).
    constexpr uintptr_t kNeeded = 64 * 1024;
    constexpr uintptr_t kPage = 4096;
    // The pages above can be touched.
    const auto committed = reinterpret_cast<uintptr_t>(
        reinterpret_cast<const NT_TIB*>(processor_thread_block())->StackLimit);
    const auto needed = reinterpret_cast<uintptr_t>(__builtin_frame_address(0)) - kNeeded;
    for (uintptr_t page = committed - kPage; page + kPage > needed; page -= kPage)
    {
        *reinterpret_cast<const volatile char*>(page);
    }
}

} // namespace engine
