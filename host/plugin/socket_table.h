// The sockets of the processes that a script has started, by the small numbers that the script knows them by.
#pragma once
#include "win32/handle.h"
#include <cstdint>
#include <map>

class SocketTable
{
public:
    int32_t Add(win32::UniqueSocket socket)
    {
        const int32_t number = m_next++;
        m_sockets.emplace(number, std::move(socket));
        return number;
    }

    // INVALID_SOCKET for a number that is not, or no longer, in use.
    SOCKET Find(int32_t number) const noexcept
    {
        const auto found = m_sockets.find(number);
        return found == m_sockets.end() ? INVALID_SOCKET : found->second.Get();
    }

    void Close(int32_t number) noexcept
    {
        m_sockets.erase(number);
    }

    void CloseAll() noexcept
    {
        m_sockets.clear();
    }

private:
    std::map<int32_t, win32::UniqueSocket> m_sockets;
    int32_t m_next = 1;
};
