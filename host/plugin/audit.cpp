#include "plugin/audit.h"
#include "text/hresult.h"
#include "text/utf.h"
#include "win32/event_log.h"
#include <new>

using events::Event;

namespace audit {

void ReportLoad(
    const PluginFiles& plugin,
    const std::string& version,
    const SnapshotPointer& before,
    const SnapshotPointer& now) noexcept
try
{
    if (before == now)
    {
        return;
    }
    const std::string& settings = now->settings.sha256;
    win32::ReportEventLater(
        before == nullptr ? Event::Loaded : Event::Reloaded,
        {text::Utf16ToUtf8(plugin.name),
         text::Utf16ToUtf8(plugin.script),
         version.empty() ? "none" : version,
         now->script->sha256,
         settings.empty() ? "none" : settings});
}
catch (const std::bad_alloc&)
{}

void ReportLoadFailure(const PluginFiles& plugin, const Failure& failure, bool isFirst) noexcept
try
{
    const std::string name = text::Utf16ToUtf8(plugin.name);
    if (isFirst && failure.isDistrust)
    {
        win32::ReportEventLater(Event::Refused, {name, failure.message});
        return;
    }
    win32::ReportEventLater(
        isFirst ? Event::LoadFailed : Event::ReloadFailed, {name, text::HresultToText(failure.hresult)});
}
catch (const std::bad_alloc&)
{}

void ReportDevelopment(const PluginFiles& plugin, const Development& development) noexcept
try
{
    win32::ReportEventLater(
        Event::Development, {text::Utf16ToUtf8(plugin.name), text::Utf16ToUtf8(plugin.script), development.account});
}
catch (const std::bad_alloc&)
{}

void ReportHookFailure(
    const PluginFiles& plugin, HookId hook, std::string_view session, const Failure& failure, bool isEnded) noexcept
try
{
    if (isEnded || InfoOf(hook).fatal)
    {
        win32::ReportEventLater(
            isEnded ? Event::LimitReached : Event::Vetoed,
            {text::Utf16ToUtf8(plugin.name), InfoOf(hook).name, session, text::HresultToText(failure.hresult)});
    }
}
catch (const std::bad_alloc&)
{}

} // namespace audit
