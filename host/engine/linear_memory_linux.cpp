#include "engine/linear_memory.h"
#include <new>
#include <sys/mman.h>

namespace engine {

LinearMemory::~LinearMemory()
{
    if (m_data != nullptr)
    {
        munmap(m_data, kReservation);
    }
}

void LinearMemory::Reserve()
{
    constexpr int kFlags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
    void* reserved = mmap(nullptr, kReservation, PROT_NONE, kFlags, -1, 0);
    if (reserved == MAP_FAILED)
    {
        throw std::bad_alloc();
    }
    m_data = static_cast<uint8_t*>(reserved);
}

bool LinearMemory::Allow(size_t start, size_t end) noexcept
{
    return mprotect(m_data + start, end - start, PROT_READ | PROT_WRITE) == 0;
}

void LinearMemory::Forbid(size_t start, size_t end) noexcept
{
    mprotect(m_data + start, end - start, PROT_NONE);
}

} // namespace engine
