#include "generated/natives.h"
#include "generated/numbers.h"
#include "plugin/script.h"
#include "text/utf.h"
#include <algorithm>

void natives::Log(Script& script, uint32_t level, const std::u16string& text)
{
    const auto known = std::min(level, static_cast<uint32_t>(LogLevel::Error));
    // The log keeps at most this much of a text; nothing could interrupt the conversion of a huge one.
    const auto shown = std::u16string_view(text).substr(0, numbers::kMaximumLogValue);
    script.GetLog().Write(static_cast<LogLevel>(known), "console", text::Utf16ToUtf8(shown));
}
