// Which events are reported, and which are dropped as too many. Separate from Windows' event log, for its own tests.
#pragma once
#include "engine/clock.h"
#include "generated/events.h"
#include <array>
#include <chrono>
#include <deque>
#include <initializer_list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace win32 {

struct QueuedEvent
{
    events::Event event;
    std::vector<std::string> parts;
};

// Thread-safe. Its lock is held for moments only.
class EventQueue
{
public:
    static constexpr size_t kMaximumWaiting = 64;
    static constexpr size_t kMaximumOfKind = 10; // within kPeriod
    static constexpr std::chrono::minutes kPeriod{1};
    static constexpr size_t kMaximumPart = 4096; // bytes

    // True if the caller has to start a thread that takes events.
    bool Put(events::Event event, std::initializer_list<std::string_view> parts, engine::Clock::time_point now);

    // The next event. Nothing: the calling thread can end. An event that counts the dropped ones follows them.
    std::optional<QueuedEvent> Take();

    // Reports that no thread takes events any more: the next Put asks for one.
    void Abandon() noexcept;

private:
    struct Kind
    {
        engine::Clock::time_point since{};
        size_t count = 0;
    };

    std::mutex m_lock; // guards the members below
    std::array<Kind, std::size(events::kEvents)> m_kinds{};
    std::deque<QueuedEvent> m_waiting;
    size_t m_dropped = 0;
    bool m_isTaken = false;
};

} // namespace win32
