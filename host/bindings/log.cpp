#include "engine/utf.h"
#include "generated/natives.h"
#include "plugin/script.h"
#include <algorithm>

void natives::Log(Script& script, uint32_t level, const std::u16string& text)
{
    const auto known = std::min(level, static_cast<uint32_t>(LogLevel::Error));
    script.GetLog().Write(static_cast<LogLevel>(known), "console", engine::Utf16ToUtf8(text));
}
