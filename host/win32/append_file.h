// A file that is only ever added to, by any number of processes at once.
#pragma once
#include "win32/handle.h"
#include <cstdint>
#include <string>
#include <string_view>

namespace win32 {

class AppendFile
{
public:
    // Opens or makes the file, and the folders above it: for administrators and the service only, since they hold what
    // scripts print. Others may delete it meanwhile.
    HRESULT Open(const std::u16string& path);

    bool IsOpen() const noexcept
    {
        return static_cast<bool>(m_file);
    }

    HRESULT Write(std::string_view bytes) noexcept;

    void Close() noexcept
    {
        m_file = {};
    }

    // Bytes, as of the opening and what has been written since.
    uint64_t Size() const noexcept
    {
        return m_size;
    }

private:
    UniqueFile m_file;
    uint64_t m_size = 0;
};

// Renames a file that is not open; it takes the place of `to`, if there is one.
HRESULT Rename(const std::u16string& from, const std::u16string& to) noexcept;

} // namespace win32
