// Reading the registry.
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

// All values of a key, given by its path below HKEY_LOCAL_MACHINE. S_FALSE if there is no such key.
HRESULT ReadRegistryKey(const std::u16string& path, std::vector<RegistryValue>& values);

// One value of a key below HKEY_LOCAL_MACHINE. Texts are returned as stored, unexpanded. S_FALSE if there is no such
// value. More than `maximum` bytes: HRESULT_FROM_WIN32(ERROR_MORE_DATA).
HRESULT ReadMachineValue(const std::u16string& path, const std::u16string& name, DWORD maximum, RegistryValue& value);

// The same below a user's hive, with the user's rights.
HRESULT ReadUserValue(
    HANDLE token, const std::u16string& path, const std::u16string& name, DWORD maximum, RegistryValue& value);

} // namespace win32
