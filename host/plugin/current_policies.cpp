#include "plugin/current_policies.h"
#include "text/utf.h"
#include "win32/event_log.h"
#include <utility>

void CurrentPolicies::Read()
{
    const std::lock_guard watching(m_watchLock);
    if (m_watch.MayHaveChanged())
    {
        win32::RegistryWatch watch = WatchPolicies();
        Policies policies = ReadPolicies(m_plugin);
        // If reading failed it may succeed the next time, without a change.
        const bool isRead = !policies.failure;
        Set(std::move(policies));
        m_watch = isRead ? std::move(watch) : win32::RegistryWatch();
    }
}

PoliciesPointer CurrentPolicies::Get() const
{
    const std::lock_guard lock(m_lock);
    return m_policies;
}

bool CurrentPolicies::AreDisabling() const
{
    return Get()->values.disabled;
}

// Equal policies stay the same object.
void CurrentPolicies::Set(Policies policies)
{
    const PoliciesPointer before = Get();
    if (policies == *before)
    {
        return;
    }
    if (policies.values.disabled && !before->values.disabled)
    {
        win32::ReportEventLater(events::Event::Disabled, {text::Utf16ToUtf8(m_plugin)});
    }
    auto now = std::make_shared<const Policies>(std::move(policies));
    const std::lock_guard lock(m_lock);
    m_policies = std::move(now);
}
