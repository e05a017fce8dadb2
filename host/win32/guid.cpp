#include "win32/guid.h"
#include "text/hex.h"

namespace win32 {

std::u16string GuidToText(const GUID& guid)
{
    std::string text = text::Hex(guid.Data1, 8) + '-' + text::Hex(guid.Data2, 4) + '-' + text::Hex(guid.Data3, 4) + '-';
    for (size_t i = 0; i < std::size(guid.Data4); i++)
    {
        text += i == 2 ? "-" : "";
        text += text::Hex(guid.Data4[i], 2);
    }
    return {text.begin(), text.end()};
}

std::optional<GUID> GuidFromText(std::string_view text) noexcept
{
    constexpr std::string_view kForm = "00000000-0000-0000-0000-000000000000";
    if (text.size() != kForm.size())
    {
        return std::nullopt;
    }
    uint8_t digits[32];
    size_t count = 0;
    for (size_t i = 0; i < text.size(); i++)
    {
        const char c = text[i];
        const bool hyphen = kForm[i] == '-';
        if (hyphen ? c != '-' : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
        {
            return std::nullopt;
        }
        if (!hyphen)
        {
            digits[count++] = static_cast<uint8_t>(c <= '9' ? c - '0' : c - 'a' + 10);
        }
    }
    const auto number = [&](size_t from, size_t length) {
        uint32_t value = 0;
        for (size_t i = from; i < from + length; i++)
        {
            value = value * 16 + digits[i];
        }
        return value;
    };
    GUID guid{number(0, 8), static_cast<uint16_t>(number(8, 4)), static_cast<uint16_t>(number(12, 4)), {}};
    for (size_t i = 0; i < std::size(guid.Data4); i++)
    {
        guid.Data4[i] = static_cast<uint8_t>(number(16 + i * 2, 2));
    }
    return guid;
}

} // namespace win32
