#include "text/utf.h"
#include <algorithm>
#include <cstring>

namespace text {

namespace {

constexpr char32_t kReplacement = 0xFFFD;

// How many ASCII characters the text begins with. Most text has no others, and eight at a time are checked quickly.
size_t AsciiLength(std::string_view text) noexcept
{
    constexpr uint64_t kNotAscii = 0x8080808080808080;
    size_t length = 0;
    for (uint64_t eight = 0; length + sizeof(eight) <= text.size(); length += sizeof(eight))
    {
        std::memcpy(&eight, text.data() + length, sizeof(eight));
        if ((eight & kNotAscii) != 0)
        {
            break;
        }
    }
    while (length < text.size() && static_cast<uint8_t>(text[length]) < 0x80)
    {
        length++;
    }
    return length;
}

struct Decoded
{
    char32_t codePoint; // kReplacement for a bad sequence
    size_t length;
    bool valid;
};

// One code point at the start of `text`, which is not empty.
Decoded DecodeOne(std::string_view text) noexcept
{
    const auto byte = [&](size_t i) { return static_cast<uint8_t>(text[i]); };
    const uint8_t lead = byte(0);
    if (lead < 0x80)
    {
        return {lead, 1, true};
    }
    // The lead byte decides which second bytes are valid: no overlong forms, no surrogates, nothing above U+10FFFF.
    size_t length = 0;
    uint8_t lowest = 0x80;
    uint8_t highest = 0xBF;
    char32_t codePoint = 0;
    if (lead >= 0xC2 && lead <= 0xDF)
    {
        length = 2;
        codePoint = lead & 0x1F;
    }
    else if (lead >= 0xE0 && lead <= 0xEF)
    {
        length = 3;
        codePoint = lead & 0x0F;
        lowest = lead == 0xE0 ? 0xA0 : lowest;
        highest = lead == 0xED ? 0x9F : highest;
    }
    else if (lead >= 0xF0 && lead <= 0xF4)
    {
        length = 4;
        codePoint = lead & 0x07;
        lowest = lead == 0xF0 ? 0x90 : lowest;
        highest = lead == 0xF4 ? 0x8F : highest;
    }
    else
    {
        return {kReplacement, 1, false};
    }
    for (size_t i = 1; i < length; i++)
    {
        if (i >= text.size() || byte(i) < lowest || byte(i) > highest)
        {
            return {kReplacement, i, false};
        }
        codePoint = (codePoint << 6) | (byte(i) & 0x3F);
        lowest = 0x80;
        highest = 0xBF;
    }
    return {codePoint, length, true};
}

void Append(std::string& text, char32_t codePoint)
{
    const auto tail = [&](int shift) { return static_cast<char>(0x80 | ((codePoint >> shift) & 0x3F)); };
    if (codePoint < 0x80)
    {
        text += static_cast<char>(codePoint);
    }
    else if (codePoint < 0x800)
    {
        text += {static_cast<char>(0xC0 | (codePoint >> 6)), tail(0)};
    }
    else if (codePoint < 0x10000)
    {
        text += {static_cast<char>(0xE0 | (codePoint >> 12)), tail(6), tail(0)};
    }
    else
    {
        text += {static_cast<char>(0xF0 | (codePoint >> 18)), tail(12), tail(6), tail(0)};
    }
}

bool IsHighSurrogate(char16_t unit) noexcept
{
    return unit >= 0xD800 && unit <= 0xDBFF;
}

bool IsLowSurrogate(char16_t unit) noexcept
{
    return unit >= 0xDC00 && unit <= 0xDFFF;
}

} // namespace

std::string Utf16ToUtf8(std::u16string_view text)
{
    std::string result;
    result.reserve(text.size());
    for (size_t i = 0; i < text.size(); i++)
    {
        char32_t codePoint = text[i];
        if (IsHighSurrogate(text[i]) && i + 1 < text.size() && IsLowSurrogate(text[i + 1]))
        {
            codePoint = 0x10000 + ((codePoint - 0xD800) << 10) + (text[++i] - 0xDC00);
        }
        else if (IsHighSurrogate(text[i]) || IsLowSurrogate(text[i]))
        {
            codePoint = kReplacement;
        }
        Append(result, codePoint);
    }
    return result;
}

std::u16string Utf8ToUtf16(std::string_view text)
{
    std::u16string result;
    result.reserve(text.size());
    for (;;)
    {
        const std::string_view ascii = text.substr(0, AsciiLength(text));
        // append() would make another string of them first.
        const size_t end = result.size();
        result.resize(end + ascii.size());
        std::ranges::copy(ascii, result.begin() + static_cast<ptrdiff_t>(end));
        text.remove_prefix(ascii.size());
        if (text.empty())
        {
            return result;
        }
        const Decoded next = DecodeOne(text);
        text.remove_prefix(next.length);
        if (next.codePoint < 0x10000)
        {
            result += static_cast<char16_t>(next.codePoint);
        }
        else
        {
            result += static_cast<char16_t>(0xD800 + ((next.codePoint - 0x10000) >> 10));
            result += static_cast<char16_t>(0xDC00 + ((next.codePoint - 0x10000) & 0x3FF));
        }
    }
}

std::u16string Utf16Of(std::span<const uint8_t> bytes)
{
    std::u16string text(bytes.size() / sizeof(char16_t), u'\0');
    // An empty span may have an address that cannot be read.
    if (!text.empty())
    {
        std::memcpy(text.data(), bytes.data(), text.size() * sizeof(char16_t));
    }
    return text;
}

std::optional<size_t> FindInvalidUtf8(std::string_view text) noexcept
{
    for (size_t offset = AsciiLength(text); offset < text.size(); offset += AsciiLength(text.substr(offset)))
    {
        const Decoded next = DecodeOne(text.substr(offset));
        if (!next.valid)
        {
            return offset;
        }
        offset += next.length;
    }
    return std::nullopt;
}

std::string_view FirstBytes(std::string_view utf8, size_t maximum) noexcept
{
    size_t end = std::min(maximum, utf8.size());
    while (end > 0 && end < utf8.size() && (static_cast<uint8_t>(utf8[end]) & 0xC0) == 0x80)
    {
        end--;
    }
    return utf8.substr(0, end);
}

} // namespace text
