#include "engine/fault_handler.h"
#include "engine/linear_memory.h"
#include "engine/running_time.h"
#include <algorithm>
#include <atomic>
#include <new>

namespace engine {

// The handler may run while another thread frees its sandbox, so it reads only these.
struct FaultClaim::Slot
{
    std::atomic<uintptr_t> base{0};
    std::atomic<uint64_t> thread{0};
};

namespace {

// One for each session (plugin/instances.h), and one more for the successor of each.
constexpr size_t kMaximumSandboxes = 160;

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
    m_slot->thread.store(ThisThread(), std::memory_order_relaxed);
}

void FaultClaim::Disown() noexcept
{
    m_slot->thread.store(0, std::memory_order_relaxed);
}

bool FaultClaim::Covers(uintptr_t address) noexcept
{
    for (const auto& slot : s_slots)
    {
        const uintptr_t base = slot.base.load(std::memory_order_relaxed);
        if (base != 0 && address - base < LinearMemory::kReservation)
        {
            return slot.thread.load(std::memory_order_relaxed) == ThisThread();
        }
    }
    return false;
}

bool FaultClaim::CoversThisThread() noexcept
{
    const uint64_t thread = ThisThread();
    return std::ranges::any_of(
        s_slots, [thread](const Slot& slot) { return slot.thread.load(std::memory_order_relaxed) == thread; });
}

} // namespace engine
