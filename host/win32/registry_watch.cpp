#include "win32/registry_watch.h"
#include "win32/wide.h"

namespace win32 {

RegistryWatch::RegistryWatch(const std::u16string& path) noexcept
{
    constexpr DWORD kChanges = REG_NOTIFY_CHANGE_NAME | REG_NOTIFY_CHANGE_LAST_SET | REG_NOTIFY_CHANGE_SECURITY;
    HKEY opened = nullptr;
    if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, AsWide(path), 0, KEY_NOTIFY | KEY_WOW64_64KEY, &opened) != ERROR_SUCCESS)
    {
        return;
    }
    UniqueKey key(opened);
    const HANDLE event = CreateEventW(nullptr, TRUE, FALSE, nullptr);
    if (event == nullptr)
    {
        return;
    }
    m_event = UniqueFile(event);
    // Not bound to this thread, whose end would fire the watch.
    if (RegNotifyChangeKeyValue(key.Get(), TRUE, kChanges | REG_NOTIFY_THREAD_AGNOSTIC, event, TRUE) == ERROR_SUCCESS)
    {
        m_key = std::move(key);
    }
}

bool RegistryWatch::MayHaveChanged() const noexcept
{
    return !m_key || WaitForSingleObject(m_event.Get(), 0) != WAIT_TIMEOUT;
}

} // namespace win32
