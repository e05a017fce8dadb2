#include "process_counters.h"
#include <windows.h>

namespace standin {

namespace {

// Numbers of handles are multiples of four, the lowest free one first.
constexpr ULONG_PTR kHandleStep = 4;
constexpr ULONG_PTR kLongestGap = 1024;

struct AddressSpace
{
    uint64_t committed = 0;
    uint64_t reserved = 0;
};

// One after the other: Wine answers GetProcessHandleCount with 0, and its server may die of being asked for the
// system's table (SystemHandleInformation) while other processes come and go.
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
    MEMORY_BASIC_INFORMATION region = {};
    for (const char* address = nullptr; VirtualQuery(address, &region, sizeof(region)) != 0;
         address = static_cast<const char*>(region.BaseAddress) + region.RegionSize)
    {
        total.reserved += region.State == MEM_FREE ? 0 : region.RegionSize;
        total.committed += region.State == MEM_COMMIT && region.Type == MEM_PRIVATE ? region.RegionSize : 0;
    }
    return total;
}

} // namespace

void AddCounters(Message& reply)
{
    const AddressSpace space = WalkAddressSpace();
    reply.Add("committed", space.committed).Add("reserved", space.reserved).Add("handles", CountHandles());
}

} // namespace standin
