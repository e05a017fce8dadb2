#include "win32/event_log.h"
#include "text/utf.h"
#include "win32/text.h"
#include "win32/windows.h"
#include <memory>
#include <new>

namespace win32 {

namespace {

constexpr DWORD kEventId = 1;

void CALLBACK Report(PTP_CALLBACK_INSTANCE, void* context) noexcept
try
{
    const std::unique_ptr<std::string> text(static_cast<std::string*>(context));
    const std::u16string wide = text::Utf8ToUtf16(*text);
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
    auto context = std::make_unique<std::string>(std::move(text));
    if (TrySubmitThreadpoolCallback(Report, context.get(), nullptr))
    {
        context.release();
    }
}
catch (const std::bad_alloc&)
{}

} // namespace win32
