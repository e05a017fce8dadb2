#include "engine/fault_handler.h"
#include "engine/platform.h"
#include <atomic>
#include <windows.h>

#include <psapi.h>

namespace {

std::atomic<int> g_steppedOver = 0;

// The instructions that the tests fault with have these lengths.
void StepOverInstruction(CONTEXT& context) noexcept
{
#if defined(__aarch64__)
    context.Pc += 4;
#else
    context.Rip += 2;
#endif
}

LONG CALLBACK StepOver(EXCEPTION_POINTERS* info)
{
    const EXCEPTION_RECORD& record = *info->ExceptionRecord;
    // Vectored handlers are called before all others, also for faults that a sandbox claims.
    if (record.ExceptionCode != EXCEPTION_ACCESS_VIOLATION ||
        engine::FaultClaim::Covers(record.ExceptionInformation[1]))
    {
        return EXCEPTION_CONTINUE_SEARCH;
    }
    g_steppedOver++;
    StepOverInstruction(*info->ContextRecord);
    return EXCEPTION_CONTINUE_EXECUTION;
}

} // namespace

Resources CountResources()
{
    DWORD handles = 0;
    GetProcessHandleCount(GetCurrentProcess(), &handles);
    PROCESS_MEMORY_COUNTERS_EX memory{};
    GetProcessMemoryInfo(GetCurrentProcess(), reinterpret_cast<PROCESS_MEMORY_COUNTERS*>(&memory), sizeof(memory));
    Resources resources{handles, memory.PrivateUsage, 0};
    MEMORY_BASIC_INFORMATION region{};
    const char* at = nullptr;
    while (VirtualQuery(at, &region, sizeof(region)) == sizeof(region))
    {
        resources.reservations += region.State == MEM_RESERVE && region.RegionSize > (size_t{1} << 32) ? 1 : 0;
        at = static_cast<const char*>(region.BaseAddress) + region.RegionSize;
    }
    return resources;
}

void RunOnStackOf(size_t bytes, const std::function<void()>& body)
{
    const auto start = [](void* parameter) -> DWORD {
        (*static_cast<const std::function<void()>*>(parameter))();
        return 0;
    };
    void* parameter = const_cast<std::function<void()>*>(&body);
    const HANDLE thread = CreateThread(nullptr, bytes, start, parameter, STACK_SIZE_PARAM_IS_A_RESERVATION, nullptr);
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
}

const void* InaccessibleMemory()
{
    return VirtualAlloc(nullptr, 1 << 20, MEM_RESERVE, PAGE_NOACCESS);
}

bool IsReadable(const void* address)
{
    MEMORY_BASIC_INFORMATION region{};
    VirtualQuery(address, &region, sizeof(region));
    return region.State == MEM_COMMIT && region.Protect != PAGE_NOACCESS;
}

void StepOverFaults()
{
    AddVectoredExceptionHandler(FALSE, StepOver);
}

int SteppedOverFaults()
{
    return g_steppedOver;
}
