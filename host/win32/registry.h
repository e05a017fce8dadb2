// Reading the registry's HKEY_LOCAL_MACHINE.
#pragma once
#include "win32/windows.h"
#include <cstdint>
#include <string>
#include <vector>

namespace win32 {

struct RegistryValue
{
    std::u16string name;
    DWORD type;
    std::vector<uint8_t> data;
    bool operator==(const RegistryValue&) const = default;
};

// All values of a key, by its path below HKEY_LOCAL_MACHINE. S_FALSE: there is no such key.
HRESULT ReadRegistryKey(const std::u16string& path, std::vector<RegistryValue>& values);

} // namespace win32
