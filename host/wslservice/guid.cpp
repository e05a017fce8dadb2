#include "guid.h"
#include "text/hex.h"
#include <charconv>
#include <stdexcept>

namespace standin {

namespace {

constexpr size_t kLength = 36;

// 0 for other characters: ParseGuid compares the whole text.
unsigned long HexAt(const std::string& text, size_t at, size_t digits)
{
    unsigned long number = 0;
    std::from_chars(text.data() + at, text.data() + at + digits, number, 16);
    return number;
}

} // namespace

std::string GuidText(const GUID& guid)
{
    const auto& last = guid.Data4;
    std::string text = text::Hex(guid.Data1, 8) + '-' + text::Hex(guid.Data2, 4) + '-' + text::Hex(guid.Data3, 4) +
        '-' + text::Hex(last[0], 2) + text::Hex(last[1], 2) + '-';
    for (size_t i = 2; i < std::size(last); i++)
    {
        text += text::Hex(last[i], 2);
    }
    return text;
}

GUID ParseGuid(const std::string& text)
{
    if (text.size() != kLength)
    {
        throw std::invalid_argument("not a GUID: " + text);
    }
    GUID guid = {
        HexAt(text, 0, 8),
        static_cast<unsigned short>(HexAt(text, 9, 4)),
        static_cast<unsigned short>(HexAt(text, 14, 4)),
        {}};
    for (size_t i = 0; i < std::size(guid.Data4); i++)
    {
        guid.Data4[i] = static_cast<unsigned char>(HexAt(text, (i < 2 ? 19 : 20) + i * 2, 2));
    }
    if (GuidText(guid) != text)
    {
        throw std::invalid_argument("not a GUID: " + text);
    }
    return guid;
}

} // namespace standin
