// A file to which any number of programs and plugins append at the same time.
#pragma once
#include "win32/handle.h"
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace win32 {

class AppendFile
{
public:
    // Opens or makes the file, and the folders above it, as a trusted one (trusted_path.h): it holds output of scripts.
    // Others may read, rename and delete it meanwhile.
    HRESULT Open(const std::u16string& path);

    // After a failed Open: why it is kNotTrusted.
    const std::string& Refusal() const noexcept
    {
        return m_refusal;
    }

    bool IsOpen() const noexcept
    {
        return static_cast<bool>(m_file);
    }

    // Appends the bytes to the file that is at the path now: to a new one if another writer has renamed the file, or if
    // it has been deleted.
    HRESULT Write(std::string_view bytes);

    // Renames the file to <path>.1, replacing an older one, and opens a new one, unless another writer has done so. If
    // that fails, the file stays open as it is.
    HRESULT Rotate();

    void Close() noexcept
    {
        m_file = {};
    }

    // Bytes, including other writers', as of this writer's last write.
    uint64_t Size() const noexcept
    {
        return m_size;
    }

private:
    struct Identity
    {
        uint64_t volume = 0;
        uint64_t file[2]{};
        bool operator==(const Identity&) const = default;
    };

    static Identity IdentityOf(HANDLE file) noexcept;
    static Identity IdentityOf(const std::u16string& path) noexcept;
    const Identity& OpenIdentity() noexcept;
    HRESULT OpenAgain();
    HRESULT Append(std::string_view bytes, bool& isGone) noexcept;

    std::u16string m_path;
    std::string m_refusal;
    UniqueFile m_file;
    std::optional<Identity> m_identity; // of the open file, once it was needed
    uint64_t m_size = 0;
    bool m_isShared = false; // others have written to it
};

} // namespace win32
