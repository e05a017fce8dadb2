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
    if (size > m_committed)
    {
        if (VirtualAlloc(m_data + m_committed, size - m_committed, MEM_COMMIT, PAGE_READWRITE) == nullptr)
        {
            return false;
        }
        m_committed = size;
    }
    return true;
}

void LinearMemory::Revoke() noexcept
{
    DWORD old = 0;
    VirtualProtect(m_data, m_committed, PAGE_NOACCESS, &old);
}

} // namespace engine
