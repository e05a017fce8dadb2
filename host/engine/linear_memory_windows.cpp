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

bool LinearMemory::Allow(size_t start, size_t end) noexcept
{
    return VirtualAlloc(m_data + start, end - start, MEM_COMMIT, PAGE_READWRITE) != nullptr;
}

void LinearMemory::Forbid(size_t start, size_t end) noexcept
{
    DWORD old = 0;
    VirtualProtect(m_data + start, end - start, PAGE_NOACCESS, &old);
}

} // namespace engine
