#include "tool/registrations.h"
#include "generated/checks.h"
#include "win32/registry.h"
#include "win32/registry_watch.h"
#include "win32/wide.h"
#include <algorithm>
#include <cstring>

namespace tool {

namespace {

constexpr DWORD k64Bit = KEY_WOW64_64KEY;

std::u16string TextOf(const win32::RegistryValue& value)
{
    if (value.type != REG_SZ && value.type != REG_EXPAND_SZ)
    {
        return {};
    }
    std::u16string text(value.data.size() / sizeof(char16_t), u'\0');
    std::memcpy(text.data(), value.data.data(), text.size() * sizeof(char16_t));
    return text.substr(0, text.find(u'\0'));
}

} // namespace

std::vector<Registration> ReadRegistrations()
{
    std::vector<win32::RegistryValue> values;
    win32::ReadRegistryKey(checks::kPluginsKey, values);
    std::vector<Registration> registrations;
    for (const win32::RegistryValue& value : values)
    {
        registrations.push_back({value.name, value.type, TextOf(value)});
    }
    return registrations;
}

HRESULT Register(const std::u16string& name, const std::u16string& path)
{
    HKEY opened = nullptr;
    const std::u16string key = checks::kPluginsKey;
    const LSTATUS result = RegCreateKeyExW(
        HKEY_LOCAL_MACHINE, win32::AsWide(key), 0, nullptr, 0, KEY_SET_VALUE | k64Bit, nullptr, &opened, nullptr);
    if (result != ERROR_SUCCESS)
    {
        return HRESULT_FROM_WIN32(result);
    }
    const win32::UniqueKey owner(opened);
    const auto bytes = static_cast<DWORD>((path.size() + 1) * sizeof(char16_t));
    return HRESULT_FROM_WIN32(
        RegSetValueExW(opened, win32::AsWide(name), 0, REG_SZ, reinterpret_cast<const BYTE*>(path.c_str()), bytes));
}

const Registration* Find(const std::vector<Registration>& registrations, const std::u16string& name)
{
    const auto found = std::ranges::find_if(
        registrations, [&](const Registration& registration) { return IsSame(registration.name, name); });
    return found == registrations.end() ? nullptr : &*found;
}

HRESULT Unregister(const std::u16string& name)
{
    HKEY opened = nullptr;
    const std::u16string key = checks::kPluginsKey;
    LSTATUS result = RegOpenKeyExW(HKEY_LOCAL_MACHINE, win32::AsWide(key), 0, KEY_SET_VALUE | k64Bit, &opened);
    const win32::UniqueKey owner(opened);
    if (result == ERROR_SUCCESS)
    {
        result = RegDeleteValueW(opened, win32::AsWide(name));
    }
    return result == ERROR_FILE_NOT_FOUND ? S_OK : HRESULT_FROM_WIN32(result);
}

bool IsSame(const std::u16string& a, const std::u16string& b)
{
    return CompareStringOrdinal(
               win32::AsWide(a), static_cast<int>(a.size()), win32::AsWide(b), static_cast<int>(b.size()), TRUE) ==
        CSTR_EQUAL;
}

} // namespace tool
