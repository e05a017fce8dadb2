#include "win32/event_log.h"
#include "text/utf.h"
#include "win32/text.h"
#include "win32/windows.h"
#include "win32/worker.h"
#include <new>

namespace win32 {

namespace {

constexpr DWORD kEventId = 1;

void Report(const std::string& text) noexcept
try
{
    const std::u16string wide = text::Utf8ToUtf16(text);
    if (const HANDLE log = RegisterEventSourceW(nullptr, L"wsl-script-host"))
    {
        LPCWSTR strings[]{AsWide(wide)};
        ReportEventW(log, EVENTLOG_ERROR_TYPE, 0, kEventId, nullptr, 1, 0, strings, nullptr);
        DeregisterEventSource(log);
    }
}
catch (const std::bad_alloc&)
{}

} // namespace

void ReportError(std::string text) noexcept
try
{
    RunOnWorker([text = std::move(text)] { Report(text); });
}
catch (const std::bad_alloc&)
{}

} // namespace win32
