#include "win32/event_log.h"
#include "text/utf.h"
#include "win32/event_queue.h"
#include "win32/event_source.h"
#include "win32/module.h"
#include "win32/wide.h"
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
    static const bool s_isRegistered = (RegisterEventTexts(ThisModulePath()), true);
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
