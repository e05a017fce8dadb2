#include "win32/event_log.h"
#include "text/utf.h"
#include "win32/event_queue.h"
#include "win32/module.h"
#include "win32/text.h"
#include "win32/windows.h"
#include "win32/worker.h"
#include <new>

namespace win32 {

namespace {

EventQueue& Queue()
{
    static auto& queue = *new EventQueue();
    return queue;
}

// Where the event viewer finds the texts. An installation that is there still has them.
void RegisterSource(const std::u16string& module) noexcept
{
    const std::u16string path = u"SYSTEM\\CurrentControlSet\\Services\\EventLog\\Application\\" +
        std::u16string(events::kSource);
    HKEY key = nullptr;
    if (RegCreateKeyExW(
            HKEY_LOCAL_MACHINE, AsWide(path), 0, nullptr, 0, KEY_READ | KEY_WRITE, nullptr, &key, nullptr) !=
        ERROR_SUCCESS)
    {
        return;
    }
    std::u16string file(32 * 1024, u'\0');
    DWORD size = static_cast<DWORD>(file.size() * sizeof(char16_t));
    constexpr DWORD kAnyText = RRF_RT_REG_SZ | RRF_RT_REG_EXPAND_SZ;
    const bool isThere = RegGetValueW(key, nullptr, L"EventMessageFile", kAnyText, nullptr, file.data(), &size) ==
            ERROR_SUCCESS &&
        GetFileAttributesW(AsWide(file)) != INVALID_FILE_ATTRIBUTES;
    if (!isThere)
    {
        constexpr DWORD kTypes = EVENTLOG_ERROR_TYPE | EVENTLOG_WARNING_TYPE | EVENTLOG_INFORMATION_TYPE;
        const auto bytes = static_cast<DWORD>((module.size() + 1) * sizeof(char16_t));
        RegSetValueExW(key, L"EventMessageFile", 0, REG_SZ, reinterpret_cast<const BYTE*>(module.c_str()), bytes);
        RegSetValueExW(key, L"TypesSupported", 0, REG_DWORD, reinterpret_cast<const BYTE*>(&kTypes), sizeof(kTypes));
    }
    RegCloseKey(key);
}

void Report(HANDLE log, const QueuedEvent& event)
{
    std::vector<std::u16string> texts;
    std::vector<LPCWSTR> parts;
    for (const std::string& part : event.parts)
    {
        texts.push_back(text::Utf8ToUtf16(part));
    }
    for (const std::u16string& part : texts)
    {
        parts.push_back(AsWide(part));
    }
    const auto& info = events::kEvents[static_cast<size_t>(event.event)];
    ReportEventW(
        log, info.type, 0, info.identifier, nullptr, static_cast<WORD>(parts.size()), 0, parts.data(), nullptr);
}

void ReportAll() noexcept
try
{
    static const bool s_isRegistered = (RegisterSource(ThisModulePath()), true);
    static_cast<void>(s_isRegistered);
    const HANDLE log = RegisterEventSourceW(nullptr, reinterpret_cast<LPCWSTR>(events::kSource));
    while (const auto event = Queue().Take())
    {
        if (log != nullptr)
        {
            Report(log, *event);
        }
    }
    if (log != nullptr)
    {
        DeregisterEventSource(log);
    }
}
catch (const std::bad_alloc&)
{
    Queue().Abandon();
}

} // namespace

void ReportEventLater(events::Event event, std::initializer_list<std::string_view> parts) noexcept
try
{
    if (Queue().Put(event, parts, engine::Clock::now()) && !RunOnWorker([] { ReportAll(); }))
    {
        Queue().Abandon();
    }
}
catch (const std::bad_alloc&)
{}

} // namespace win32
