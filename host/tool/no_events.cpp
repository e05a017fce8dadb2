// The host's code that the tool runs reports nothing to Windows' event log: files that are only looked at are no event.
#include "win32/event_log.h"

namespace win32 {

void ReportEventLater(events::Event, std::initializer_list<std::string_view>) noexcept {}

} // namespace win32
