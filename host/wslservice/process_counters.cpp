#include "process_counters.h"
#include <algorithm>
#include <utility>
#include <windows.h>
// After windows.h, which it needs.
#include <tlhelp32.h>

namespace standin {

namespace {

// Handles are multiples of four; the lowest free one is used first.
constexpr ULONG_PTR kHandleStep = 4;
constexpr ULONG_PTR kLongestGap = 1024;

struct AddressSpace
{
    uint64_t committed = 0;
    uint64_t engines = 0; // of it
    uint64_t reserved = 0;
};

// Only the memory of a script's engine is in so large an allocation.
constexpr uint64_t kEngineReservation = uint64_t{1} << 32;

// Tries one after another: under Wine GetProcessHandleCount returns 0, and asking for the system's table
// (SystemHandleInformation) can crash its server while other processes start and end.
uint64_t CountHandles()
{
    uint64_t count = 0;
    ULONG_PTR last = 0;
    for (ULONG_PTR number = 1; number - last <= kLongestGap; number++)
    {
        DWORD flags = 0;
        if (GetHandleInformation(reinterpret_cast<HANDLE>(number * kHandleStep), &flags))
        {
            last = number;
            count++;
        }
    }
    return count;
}

AddressSpace WalkAddressSpace()
{
    AddressSpace total;
    uint64_t reservedHere = 0; // in the allocation that contains `region`
    uint64_t committedHere = 0;
    bool isStack = false; // it has a guard page
    const void* allocation = nullptr;
    const auto finishAllocation = [&] {
        total.committed += isStack ? 0 : committedHere;
        total.engines += reservedHere >= kEngineReservation ? committedHere : 0;
        reservedHere = 0;
        committedHere = 0;
        isStack = false;
    };
    MEMORY_BASIC_INFORMATION region = {};
    for (const char* address = nullptr; VirtualQuery(address, &region, sizeof(region)) != 0;
         address = static_cast<const char*>(region.BaseAddress) + region.RegionSize)
    {
        if (region.State == MEM_FREE)
        {
            continue;
        }
        if (std::exchange(allocation, region.AllocationBase) != region.AllocationBase)
        {
            finishAllocation();
        }
        const bool isCommitted = region.State == MEM_COMMIT && region.Type == MEM_PRIVATE;
        total.reserved += region.RegionSize;
        reservedHere += region.RegionSize;
        committedHere += isCommitted ? region.RegionSize : 0;
        isStack = isStack || (isCommitted && (region.Protect & PAGE_GUARD) != 0);
    }
    finishAllocation();
    return total;
}

uint64_t CountThreads()
{
    uint64_t count = 0;
    const HANDLE threads = CreateToolhelp32Snapshot(TH32CS_SNAPTHREAD, 0);
    THREADENTRY32 entry = {};
    entry.dwSize = sizeof(entry);
    for (BOOL more = Thread32First(threads, &entry); more; more = Thread32Next(threads, &entry))
    {
        count += entry.th32OwnerProcessID == GetCurrentProcessId() ? 1 : 0;
    }
    CloseHandle(threads);
    return count;
}

// Committed for a thread in addition to the stack with the guard page. Under Wine it is the stack of Wine's own code,
// which Windows has in its kernel.
uint64_t SystemsShareOfThread()
{
    static const uint64_t s_share = [] {
        const auto run = [](void*) -> DWORD { return 0; };
        const uint64_t before = WalkAddressSpace().committed;
        const HANDLE thread = CreateThread(nullptr, 0, run, nullptr, CREATE_SUSPENDED, nullptr);
        const uint64_t after = WalkAddressSpace().committed;
        ResumeThread(thread);
        WaitForSingleObject(thread, INFINITE);
        CloseHandle(thread);
        return after - std::min(before, after);
    }();
    return s_share;
}

} // namespace

void AddCounters(Message& reply)
{
    const uint64_t threads = CountThreads() * SystemsShareOfThread();
    const AddressSpace space = WalkAddressSpace();
    reply.Add("committed", space.committed - std::min(threads, space.committed))
        .Add("engines", space.engines)
        .Add("reserved", space.reserved)
        .Add("handles", CountHandles());
}

} // namespace standin
