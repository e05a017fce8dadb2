#include "win32/event_queue.h"
#include "text/utf.h"
#include <utility>

namespace win32 {

bool EventQueue::Put(events::Event event, std::initializer_list<std::string_view> parts, engine::Clock::time_point now)
{
    const std::lock_guard lock(m_lock);
    Kind& kind = m_kinds[static_cast<size_t>(event)];
    if (kind.count == 0 || now - kind.since >= kPeriod)
    {
        kind = {now, 0};
    }
    if (kind.count >= kMaximumOfKind || m_waiting.size() >= kMaximumWaiting)
    {
        m_dropped++;
        return false;
    }
    QueuedEvent queued{event, {}};
    for (const std::string_view part : parts)
    {
        queued.parts.emplace_back(text::FirstBytes(part, kMaximumPart));
    }
    m_waiting.push_back(std::move(queued));
    kind.count++;
    return !std::exchange(m_isTaken, true);
}

std::optional<QueuedEvent> EventQueue::Take()
{
    const std::lock_guard lock(m_lock);
    if (m_waiting.empty())
    {
        m_isTaken = false;
        return std::nullopt;
    }
    if (m_dropped > 0)
    {
        return QueuedEvent{events::Event::EventsLost, {std::to_string(std::exchange(m_dropped, 0))}};
    }
    QueuedEvent next = std::move(m_waiting.front());
    m_waiting.pop_front();
    return next;
}

void EventQueue::Abandon() noexcept
{
    const std::lock_guard lock(m_lock);
    m_isTaken = false;
}

} // namespace win32
