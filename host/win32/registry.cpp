#include "win32/registry.h"
#include "win32/registry_watch.h"
#include "win32/user_token.h"
#include "win32/wide.h"
#include <algorithm>

namespace win32 {

namespace {

constexpr DWORD kMaximumName = 16 * 1024;
constexpr DWORD kUsualData = 1024;
constexpr DWORD kMaximumData = 1024 * 1024;

// ERROR_NO_MORE_ITEMS after the last one.
LSTATUS ReadValue(HKEY key, DWORD index, RegistryValue& value)
{
    for (DWORD room = kUsualData;;)
    {
        DWORD nameLength = kMaximumName;
        DWORD size = room;
        value.name.resize(nameLength);
        value.data.resize(size);
        const LSTATUS result = RegEnumValueW(
            key, index, AsWideBuffer(value.name), &nameLength, nullptr, &value.type, value.data.data(), &size);
        if (result != ERROR_MORE_DATA || room >= kMaximumData)
        {
            value.name.resize(result == ERROR_SUCCESS ? nameLength : 0);
            value.data.resize(result == ERROR_SUCCESS ? size : 0);
            return result;
        }
        room = kMaximumData;
    }
}

// S_FALSE if there is no such key.
HRESULT OpenKey(HKEY root, const std::u16string& path, UniqueKey& key)
{
    HKEY opened = nullptr;
    const LSTATUS result = RegOpenKeyExW(root, AsWide(path), 0, KEY_READ | KEY_WOW64_64KEY, &opened);
    key = UniqueKey(opened);
    return result == ERROR_FILE_NOT_FOUND || result == ERROR_PATH_NOT_FOUND ? S_FALSE : HRESULT_FROM_WIN32(result);
}

HRESULT
ReadValue(HKEY root, const std::u16string& path, const std::u16string& name, DWORD maximum, RegistryValue& value)
{
    UniqueKey key;
    if (const HRESULT result = OpenKey(root, path, key); result != S_OK)
    {
        return result;
    }
    value.name = name;
    for (DWORD room = std::min(kUsualData, maximum);; room = maximum)
    {
        DWORD size = room;
        value.data.resize(room);
        const LSTATUS result = RegQueryValueExW(
            key.Get(), AsWide(name), nullptr, &value.type, value.data.data(), &size);
        if (result != ERROR_MORE_DATA || room == maximum)
        {
            value.data.resize(result == ERROR_SUCCESS ? size : 0);
            return result == ERROR_FILE_NOT_FOUND ? S_FALSE : HRESULT_FROM_WIN32(result);
        }
    }
}

} // namespace

HRESULT ReadMachineValue(const std::u16string& path, const std::u16string& name, DWORD maximum, RegistryValue& value)
{
    return ReadValue(HKEY_LOCAL_MACHINE, path, name, maximum, value);
}

// Acts as the user, because links in a user's hive may lead elsewhere.
HRESULT
ReadUserValue(HANDLE token, const std::u16string& path, const std::u16string& name, DWORD maximum, RegistryValue& value)
{
    const ActingAs user(token);
    if (FAILED(user.Result()))
    {
        return user.Result();
    }
    HKEY opened = nullptr;
    const LSTATUS result = RegOpenCurrentUser(KEY_READ, &opened);
    const UniqueKey hive(opened);
    return result == ERROR_SUCCESS ? ReadValue(opened, path, name, maximum, value) : HRESULT_FROM_WIN32(result);
}

HRESULT ReadRegistryKey(const std::u16string& path, std::vector<RegistryValue>& values)
{
    UniqueKey key;
    if (const HRESULT result = OpenKey(HKEY_LOCAL_MACHINE, path, key); result != S_OK)
    {
        return result;
    }
    for (DWORD index = 0;; index++)
    {
        RegistryValue value{};
        const LSTATUS result = ReadValue(key.Get(), index, value);
        if (result != ERROR_SUCCESS)
        {
            return result == ERROR_NO_MORE_ITEMS ? S_OK : HRESULT_FROM_WIN32(result);
        }
        values.push_back(std::move(value));
    }
}

} // namespace win32
