// Windows' event log, where administrators look.
#pragma once
#include "generated/events.h"
#include <initializer_list>
#include <string_view>

namespace win32 {

// Reports an event with its parts, on another thread: the log's service may take its time. Never waits and never fails;
// too many events of a kind are dropped and counted.
void ReportEventLater(events::Event event, std::initializer_list<std::string_view> parts) noexcept;

} // namespace win32
