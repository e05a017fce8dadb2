#include "guarded_memory.h"
#include <deque>
#include <map>
#include <mutex>
#include <new>
#include <windows.h>

namespace standin {

namespace {

constexpr size_t kPage = 4096;
constexpr size_t kQuarantine = 512; // freed blocks that stay inaccessible

struct Range
{
    size_t reserved;
    uintptr_t data;
    size_t size;
    std::string name;
    bool alive;
};

struct Registry
{
    std::mutex mutex;
    std::map<uintptr_t, Range> ranges; // by the address where the pages begin
    std::deque<uintptr_t> dead;
};

// Never destroyed: a crash may be reported while the process ends.
Registry& Blocks()
{
    static Registry& s_registry = *new Registry;
    return s_registry;
}

} // namespace

GuardedBlock::GuardedBlock(std::string name, size_t size)
{
    const size_t usable = (size + kPage - 1) / kPage * kPage;
    m_reserved = usable + kPage;
    m_base = static_cast<std::byte*>(VirtualAlloc(nullptr, m_reserved, MEM_RESERVE, PAGE_NOACCESS));
    if (m_base == nullptr)
    {
        throw std::bad_alloc();
    }
    if (usable != 0 && VirtualAlloc(m_base, usable, MEM_COMMIT, PAGE_READWRITE) == nullptr)
    {
        VirtualFree(m_base, 0, MEM_RELEASE);
        throw std::bad_alloc();
    }
    m_data = m_base + usable - size;
    Registry& blocks = Blocks();
    const std::scoped_lock lock(blocks.mutex);
    const uintptr_t data = reinterpret_cast<uintptr_t>(m_data);
    blocks.ranges[reinterpret_cast<uintptr_t>(m_base)] = Range{m_reserved, data, size, std::move(name), true};
}

GuardedBlock::~GuardedBlock()
{
    VirtualFree(m_base, m_reserved, MEM_DECOMMIT);
    Registry& blocks = Blocks();
    const std::scoped_lock lock(blocks.mutex);
    const uintptr_t base = reinterpret_cast<uintptr_t>(m_base);
    blocks.ranges.at(base).alive = false;
    blocks.dead.push_back(base);
    if (blocks.dead.size() > kQuarantine)
    {
        VirtualFree(reinterpret_cast<void*>(blocks.dead.front()), 0, MEM_RELEASE);
        blocks.ranges.erase(blocks.dead.front());
        blocks.dead.pop_front();
    }
}

void GuardedBlock::MakeReadOnly()
{
    DWORD before = 0;
    VirtualProtect(m_base, m_reserved - kPage, PAGE_READONLY, &before);
}

std::string DescribeGuardedAddress(uintptr_t address)
{
    Registry& blocks = Blocks();
    const std::unique_lock lock(blocks.mutex, std::try_to_lock);
    if (!lock)
    {
        return "";
    }
    auto next = blocks.ranges.upper_bound(address);
    if (next == blocks.ranges.begin())
    {
        return "";
    }
    const auto& [base, range] = *--next;
    if (address >= base + range.reserved)
    {
        return "";
    }
    const int64_t offset = static_cast<int64_t>(address) - static_cast<int64_t>(range.data);
    return range.name + " + " + std::to_string(offset) + " of " + std::to_string(range.size) + " bytes" +
        (range.alive ? "" : ", after its hook had returned");
}

} // namespace standin
