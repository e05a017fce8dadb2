#include "win32/registry.h"
#include "win32/registry_watch.h"
#include "win32/wide.h"

namespace win32 {

namespace {

constexpr DWORD kMaximumName = 16 * 1024;
constexpr DWORD kUsualData = 1024;
constexpr DWORD kMaximumData = 1024 * 1024;

// ERROR_NO_MORE_ITEMS behind the last.
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

} // namespace

HRESULT ReadRegistryKey(const std::u16string& path, std::vector<RegistryValue>& values)
{
    HKEY opened = nullptr;
    const LSTATUS found = RegOpenKeyExW(HKEY_LOCAL_MACHINE, AsWide(path), 0, KEY_READ | KEY_WOW64_64KEY, &opened);
    const UniqueKey key(opened);
    if (found != ERROR_SUCCESS)
    {
        return found == ERROR_FILE_NOT_FOUND || found == ERROR_PATH_NOT_FOUND ? S_FALSE : HRESULT_FROM_WIN32(found);
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
