// Owners of Win32 handles: one type for each way of closing.
#pragma once
#include "win32/windows.h"
#include <utility>

namespace win32 {

// Traits: `Type`, `kInvalid`, `Close(Type)`.
template <class Traits>
class Unique
{
public:
    using Type = typename Traits::Type;

    Unique() noexcept = default;
    explicit Unique(Type value) noexcept : m_value(value) {}
    Unique(Unique&& other) noexcept : m_value(other.Release()) {}
    Unique& operator=(Unique&& other) noexcept
    {
        std::swap(m_value, other.m_value);
        return *this;
    }
    Unique(const Unique&) = delete;
    Unique& operator=(const Unique&) = delete;

    // Closing keeps the last error, which the caller may be about to report.
    ~Unique()
    {
        if (*this)
        {
            const DWORD error = GetLastError();
            Traits::Close(m_value);
            SetLastError(error);
        }
    }

    Type Get() const noexcept
    {
        return m_value;
    }

    Type Release() noexcept
    {
        return std::exchange(m_value, Traits::kInvalid);
    }

    explicit operator bool() const noexcept
    {
        return m_value != Traits::kInvalid;
    }

private:
    Type m_value = Traits::kInvalid;
};

struct FileTraits
{
    using Type = HANDLE;
    static inline const Type kInvalid = INVALID_HANDLE_VALUE;
    static void Close(Type handle) noexcept
    {
        CloseHandle(handle);
    }
};

struct SocketTraits
{
    using Type = SOCKET;
    static constexpr Type kInvalid = INVALID_SOCKET;
    static void Close(Type socket) noexcept
    {
        closesocket(socket);
    }
};

struct LocalTraits
{
    using Type = void*;
    static constexpr Type kInvalid = nullptr;
    static void Close(Type memory) noexcept
    {
        LocalFree(memory);
    }
};

using UniqueFile = Unique<FileTraits>;
using UniqueSocket = Unique<SocketTraits>;
using UniqueLocal = Unique<LocalTraits>;

} // namespace win32
