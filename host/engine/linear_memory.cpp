#include "engine/linear_memory.h"

namespace engine {

bool LinearMemory::Commit(size_t start, size_t end) noexcept
{
    if (m_end == 0)
    {
        m_start = start;
        m_end = start;
    }
    if (start < m_start)
    {
        if (!Allow(start, m_start))
        {
            return false;
        }
        m_start = start;
    }
    if (end > m_end)
    {
        if (!Allow(m_end, end))
        {
            return false;
        }
        m_end = end;
    }
    // Either the other thread sees the new bounds, or this one sees that the memory is revoked.
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
    Forbid(m_start, m_end);
}

} // namespace engine
