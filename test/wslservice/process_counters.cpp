#include "process_counters.h"
#include <vector>
#include <windows.h>
#include <winternl.h>

namespace standin {

namespace {

// As the Windows Driver Kit has it; not in winternl.h.
constexpr auto kSystemHandleInformation = static_cast<SYSTEM_INFORMATION_CLASS>(16);
constexpr NTSTATUS kInfoLengthMismatch = static_cast<NTSTATUS>(0xC0000004);

struct HandleEntry
{
    USHORT process;
    USHORT creatorBackTrace;
    UCHAR type;
    UCHAR attributes;
    USHORT value;
    PVOID object;
    ULONG access;
};

struct HandleTable
{
    ULONG count;
    HandleEntry entries[1];
};

struct AddressSpace
{
    uint64_t committed = 0;
    uint64_t reserved = 0;
};

// Wine answers GetProcessHandleCount with 0, but keeps the system's table.
uint64_t CountHandles()
{
    std::vector<char> buffer(64 * 1024);
    NTSTATUS status = kInfoLengthMismatch;
    while ((status = NtQuerySystemInformation(
                kSystemHandleInformation, buffer.data(), static_cast<ULONG>(buffer.size()), nullptr)) ==
           kInfoLengthMismatch)
    {
        buffer.resize(buffer.size() * 2);
    }
    const auto* table = reinterpret_cast<const HandleTable*>(buffer.data());
    uint64_t count = 0;
    for (ULONG i = 0; status == 0 && i < table->count; i++)
    {
        count += table->entries[i].process == static_cast<USHORT>(GetCurrentProcessId()) ? 1 : 0;
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
