#include "process_counters.h"
#include <utility>
#include <windows.h>

namespace standin {

namespace {

// Handles are multiples of four; the lowest free one is used first.
constexpr ULONG_PTR kHandleStep = 4;
constexpr ULONG_PTR kLongestGap = 1024;

struct AddressSpace
{
    uint64_t committed = 0;
    uint64_t reserved = 0;
};

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
    uint64_t committedHere = 0; // in the allocation that contains `region`
    bool isStack = false;       // it has a guard page
    const void* allocation = nullptr;
    const auto finishAllocation = [&] {
        total.committed += isStack ? 0 : committedHere;
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
        committedHere += isCommitted ? region.RegionSize : 0;
        isStack = isStack || (isCommitted && (region.Protect & PAGE_GUARD) != 0);
    }
    finishAllocation();
    return total;
}

} // namespace

void AddCounters(Message& reply)
{
    const AddressSpace space = WalkAddressSpace();
    reply.Add("committed", space.committed).Add("reserved", space.reserved).Add("handles", CountHandles());
}

} // namespace standin
