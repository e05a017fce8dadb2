// Whether something below a key of HKEY_LOCAL_MACHINE may have changed, without reading it.
#pragma once
#include "win32/handle.h"
#include <string>

namespace win32 {

struct KeyTraits
{
    using Type = HKEY;
    static constexpr Type kInvalid = nullptr;
    static void Close(Type key) noexcept
    {
        RegCloseKey(key);
    }
};

using UniqueKey = Unique<KeyTraits>;

// Watches from its construction on: make it before reading the values, to see changes made meanwhile.
class RegistryWatch
{
public:
    // Watches nothing.
    RegistryWatch() noexcept = default;

    // Watches all keys and values below an existing key. For a key that does not exist yet, watch one above it.
    explicit RegistryWatch(const std::u16string& path) noexcept;

    // Also true if watching is impossible.
    bool MayHaveChanged() const noexcept;

private:
    UniqueKey m_key; // null if nothing is watched
    UniqueFile m_event;
};

} // namespace win32
