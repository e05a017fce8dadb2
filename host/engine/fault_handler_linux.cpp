// A signal handler that continues the thread in a function that throws, as if the faulting instruction had called it.
#include "engine/fault_handler.h"
#include "engine/trap.h"
#include <csignal>
#include <mutex>
#include <new>
#include <pthread.h>
#include <ucontext.h>

extern "C" void SandboxFaultTrampoline();
extern "C" [[noreturn]] void SandboxThrowFault()
{
    throw engine::Trap(engine::TrapKind::MemoryAccess);
}

// The handler puts the return address below the red zone, which a function without calls may use freely.
// .cfi_signal_frame: the address is that of the faulting instruction itself, not of the one after a call.
asm(R"(
    .text
    .globl SandboxFaultTrampoline
    .type SandboxFaultTrampoline, @function
SandboxFaultTrampoline:
    .cfi_startproc
    .cfi_signal_frame
    .cfi_def_cfa %rsp, 136
    .cfi_offset %rip, -136
    push %rbp
    .cfi_def_cfa_offset 144
    .cfi_offset %rbp, -144
    mov %rsp, %rbp
    .cfi_def_cfa_register %rbp
    and $-16, %rsp
    call SandboxThrowFault@PLT
    int3
    .cfi_endproc
    .size SandboxFaultTrampoline, . - SandboxFaultTrampoline
)");

namespace engine {

namespace {

constexpr greg_t kRedZone = 128;

struct sigaction g_previous;

// Passes the signal to the previous handler; without one, the repeated fault ends the process.
void PassOn(int signal, siginfo_t* info, void* context) noexcept
{
    if ((g_previous.sa_flags & SA_SIGINFO) != 0)
    {
        g_previous.sa_sigaction(signal, info, context);
    }
    else if (g_previous.sa_handler != SIG_DFL && g_previous.sa_handler != SIG_IGN)
    {
        g_previous.sa_handler(signal);
    }
    else
    {
        sigaction(signal, &g_previous, nullptr);
    }
}

void OnSignal(int signal, siginfo_t* info, void* context) noexcept
{
    // Sent by a process, or a fault that has no address.
    const bool hasAddress = info->si_code == SEGV_MAPERR || info->si_code == SEGV_ACCERR;
    if (!hasAddress || !FaultClaim::Covers(reinterpret_cast<uintptr_t>(info->si_addr)))
    {
        PassOn(signal, info, context);
        return;
    }
    auto& registers = static_cast<ucontext_t*>(context)->uc_mcontext.gregs;
    registers[REG_RSP] -= kRedZone + static_cast<greg_t>(sizeof(greg_t));
    *reinterpret_cast<greg_t*>(registers[REG_RSP]) = registers[REG_RIP];
    registers[REG_RIP] = reinterpret_cast<greg_t>(&SandboxFaultTrampoline);
}

void InstallHandler()
{
    static std::once_flag once;
    std::call_once(once, [] {
        struct sigaction action = {};
        action.sa_sigaction = OnSignal;
        // The trampoline runs with the signal mask unchanged; NODEFER allows faults in the handlers called after this
        // one.
        action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
        if (sigaction(SIGSEGV, &action, &g_previous) != 0)
        {
            throw std::bad_alloc();
        }
    });
}

} // namespace

void CallGuarded(void (*function)(void*), void* argument)
{
    InstallHandler();
    function(argument);
}

// Linux kills a process when it has no memory for its stack.
void CommitHostStack() noexcept {}

} // namespace engine
