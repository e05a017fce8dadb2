#include "engine/fault_handler.h"
#include "engine/linear_memory.h"
#include "engine/trap.h"
#include <atomic>
#include <mutex>
#include <new>
#include <windows.h>

// The handler sends the faulting thread here as if the faulting instruction had called it. A function may fault with
// either alignment of its stack, so the trampoline aligns; its frame pointer, made known to the unwinder, keeps the
// frames above walkable.
extern "C" void SandboxFaultTrampoline();
extern "C" [[noreturn]] void SandboxThrowFault()
{
    throw engine::Trap(engine::TrapKind::MemoryAccess);
}

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

// The handler may run while another thread frees its sandbox, so it reads nothing but these.
struct FaultClaim::Slot
{
    std::atomic<uintptr_t> base{0};
    std::atomic<DWORD> thread{0};
};

namespace {

constexpr size_t kMaximumSandboxes = 64;
std::mutex g_installation;
void* g_handler = nullptr;

} // namespace

constinit FaultClaim::Slot FaultClaim::s_slots[kMaximumSandboxes];

FaultClaim::FaultClaim(const uint8_t* base)
{
    for (auto& slot : s_slots)
    {
        uintptr_t expected = 0;
        if (slot.base.compare_exchange_strong(expected, reinterpret_cast<uintptr_t>(base)))
        {
            m_slot = &slot;
            return;
        }
    }
    throw std::bad_alloc();
}

FaultClaim::~FaultClaim()
{
    m_slot->thread = 0;
    m_slot->base = 0;
}

void FaultClaim::OwnByThisThread() noexcept
{
    m_slot->thread.store(GetCurrentThreadId(), std::memory_order_relaxed);
}

void FaultClaim::Disown() noexcept
{
    m_slot->thread.store(0, std::memory_order_relaxed);
}

void FaultHandler::Install()
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

bool FaultHandler::Claims(uintptr_t address) noexcept
{
    for (const auto& slot : FaultClaim::s_slots)
    {
        const uintptr_t base = slot.base.load(std::memory_order_relaxed);
        if (base != 0 && address - base < LinearMemory::kReservation)
        {
            return slot.thread.load(std::memory_order_relaxed) == GetCurrentThreadId();
        }
    }
    return false;
}

long FaultHandler::OnException(_EXCEPTION_POINTERS* info) noexcept
{
    const EXCEPTION_RECORD& record = *info->ExceptionRecord;
    if (record.ExceptionCode != EXCEPTION_ACCESS_VIOLATION || record.NumberParameters < 2 ||
        !Claims(record.ExceptionInformation[1]))
    {
        return EXCEPTION_CONTINUE_SEARCH;
    }
    CONTEXT& context = *info->ContextRecord;
    context.Rsp -= sizeof(DWORD64);
    *reinterpret_cast<DWORD64*>(context.Rsp) = context.Rip;
    context.Rip = reinterpret_cast<DWORD64>(&SandboxFaultTrampoline);
    return EXCEPTION_CONTINUE_EXECUTION;
}

} // namespace engine
