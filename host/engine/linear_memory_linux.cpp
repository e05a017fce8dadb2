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

bool LinearMemory::Commit(size_t size) noexcept
{
    if (size > m_committed)
    {
        if (mprotect(m_data + m_committed, size - m_committed, PROT_READ | PROT_WRITE) != 0)
        {
            return false;
        }
        m_committed = size;
    }
    return true;
}

void LinearMemory::Revoke() noexcept
{
    mprotect(m_data, m_committed, PROT_NONE);
}

} // namespace engine
