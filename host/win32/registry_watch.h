// Whether something below a key of the registry's HKEY_LOCAL_MACHINE may have changed, without reading it.
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

// Watches from its making on: whoever reads the key's values makes a watch before, and sees what changes meanwhile.
class RegistryWatch
{
public:
    // Watches nothing.
    RegistryWatch() noexcept = default;

    // Watches all keys and values below an existing key. Keys that do not exist yet are watched by one above them.
    explicit RegistryWatch(const std::u16string& path) noexcept;

    // Also true of what cannot be watched.
    bool MayHaveChanged() const noexcept;

private:
    UniqueKey m_key; // null when nothing is watched
    UniqueFile m_event;
};

} // namespace win32
