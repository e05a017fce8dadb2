#include "engine/linear_memory.h"

namespace engine {

bool LinearMemory::Commit(size_t size) noexcept
{
    const size_t committed = m_committed;
    if (size > committed)
    {
        if (!Allow(committed, size - committed))
        {
            return false;
        }
        m_committed = size;
    }
    // Either the other thread sees the new size, or this one sees that the memory is revoked.
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
    Forbid(m_committed);
}

} // namespace engine
