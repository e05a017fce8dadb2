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

bool LinearMemory::Allow(size_t offset, size_t size) noexcept
{
    return VirtualAlloc(m_data + offset, size, MEM_COMMIT, PAGE_READWRITE) != nullptr;
}

void LinearMemory::Forbid(size_t size) noexcept
{
    DWORD old = 0;
    VirtualProtect(m_data, size, PAGE_NOACCESS, &old);
}

} // namespace engine
