#include "generated/natives.h"
#include "plugin/script.h"
#include "win32/text.h"
#include <algorithm>

void natives::Log(Script& script, uint32_t level, const std::wstring& text)
{
    const auto known = std::min(level, static_cast<uint32_t>(LogLevel::Error));
    script.GetLog().Write(static_cast<LogLevel>(known), "console", win32::ToUtf8(text));
}
