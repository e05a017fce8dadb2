#include "win32/event_source.h"
#include "generated/events.h"
#include "win32/registry_watch.h"
#include "win32/wide.h"
#include "win32/windows.h"
#include <new>

namespace win32 {

std::u16string EventSourceKey()
{
    return u"SYSTEM\\CurrentControlSet\\Services\\EventLog\\Application\\" + std::u16string(events::kSource);
}

void RegisterEventTexts(const std::u16string& dll) noexcept
try
{
    HKEY opened = nullptr;
    RegCreateKeyExW(
        HKEY_LOCAL_MACHINE, AsWide(EventSourceKey()), 0, nullptr, 0, KEY_READ | KEY_WRITE, nullptr, &opened, nullptr);
    const UniqueKey key(opened);
    if (!key)
    {
        return;
    }
    std::u16string file(32 * 1024, u'\0');
    DWORD size = static_cast<DWORD>(file.size() * sizeof(char16_t));
    constexpr DWORD kAnyText = RRF_RT_REG_SZ | RRF_RT_REG_EXPAND_SZ;
    const bool isThere = RegGetValueW(key.Get(), nullptr, L"EventMessageFile", kAnyText, nullptr, file.data(), &size) ==
            ERROR_SUCCESS &&
        GetFileAttributesW(AsWide(file)) != INVALID_FILE_ATTRIBUTES;
    if (isThere)
    {
        return;
    }
    constexpr DWORD kTypes = EVENTLOG_ERROR_TYPE | EVENTLOG_WARNING_TYPE | EVENTLOG_INFORMATION_TYPE;
    const auto bytes = static_cast<DWORD>((dll.size() + 1) * sizeof(char16_t));
    RegSetValueExW(key.Get(), L"EventMessageFile", 0, REG_SZ, reinterpret_cast<const BYTE*>(dll.c_str()), bytes);
    RegSetValueExW(key.Get(), L"TypesSupported", 0, REG_DWORD, reinterpret_cast<const BYTE*>(&kTypes), sizeof(kTypes));
}
catch (const std::bad_alloc&)
{}

} // namespace win32
