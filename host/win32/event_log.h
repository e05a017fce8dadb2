// Windows' event log, where administrators look.
#pragma once
#include <string>

namespace win32 {

// Reports an error, on another thread: the log's service may take its time. What cannot be reported is dropped.
void ReportError(std::string text) noexcept;

} // namespace win32
