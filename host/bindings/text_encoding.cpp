#include "generated/natives.h"
#include "win32/text.h"
#include <string_view>

std::vector<uint8_t> natives::EncodeUtf8(Script&, const std::wstring& text)
{
    const std::string bytes = win32::ToUtf8(text);
    return {bytes.begin(), bytes.end()};
}

std::wstring natives::DecodeUtf8(Script&, const std::vector<uint8_t>& bytes)
{
    return win32::ToWide({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}
