#include "engine/linear_memory.h"
#include <new>
#include <windows.h>

namespace engine {

LinearMemory::~LinearMemory()
{
    if (m_data != nullptr)
    {
        VirtualFree(m_data, 0, MEM_RELEASE);
    }
}

void LinearMemory::Reserve()
{
    m_data = static_cast<uint8_t*>(VirtualAlloc(nullptr, kReservation, MEM_RESERVE, PAGE_NOACCESS));
    if (m_data == nullptr)
    {
        throw std::bad_alloc();
    }
}

bool LinearMemory::Commit(size_t size) noexcept
{
    const size_t committed = m_committed;
    if (size > committed)
    {
        if (VirtualAlloc(m_data + committed, size - committed, MEM_COMMIT, PAGE_READWRITE) == nullptr)
        {
            return false;
        }
        m_committed = size;
    }
    // Either the other thread sees the new size, or this one that the memory is revoked.
    if (m_revoked)
    {
        Revoke();
        return false;
    }
    return true;
}

void LinearMemory::Revoke() noexcept
{
    m_revoked = true;
    DWORD old = 0;
    VirtualProtect(m_data, m_committed, PAGE_NOACCESS, &old);
}

} // namespace engine
