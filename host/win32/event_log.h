// Windows' event log.
#pragma once
#include "generated/events.h"
#include <initializer_list>
#include <string_view>

namespace win32 {

// Reports an event with its parts, on another thread: the event log's service may be slow. Never waits and never fails;
// surplus events of a kind are dropped and counted.
void ReportEventLater(events::Event event, std::initializer_list<std::string_view> parts) noexcept;

} // namespace win32
