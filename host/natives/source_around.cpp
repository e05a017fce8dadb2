#include "generated/natives.h"
#include "generated/numbers.h"
#include "plugin/script.h"
#include "text/utf.h"
#include <algorithm>

std::u16string natives::SourceAround(Script& script, uint32_t line, uint32_t column)
{
    std::string_view text = script.Source();
    for (uint32_t at = 1; at < line && !text.empty(); at++)
    {
        text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
    }
    text = text.substr(0, text.find('\n'));
    const size_t place = std::min<size_t>(std::max(column, 1u) - 1, text.size());
    const size_t start = place - std::min<size_t>(place, numbers::kMaximumSourceAround);
    return text::Utf8ToUtf16(text.substr(start, place - start)) + u'\n' +
        text::Utf8ToUtf16(text.substr(place, numbers::kMaximumSourceAround));
}
