#include "generated/natives.h"
#include "text/utf.h"

std::vector<uint8_t> natives::EncodeUtf8(Script&, const std::u16string& text)
{
    const std::string bytes = text::Utf16ToUtf8(text);
    return {bytes.begin(), bytes.end()};
}

std::u16string natives::DecodeUtf8(Script&, std::span<const uint8_t> bytes)
{
    return text::Utf8ToUtf16({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}
