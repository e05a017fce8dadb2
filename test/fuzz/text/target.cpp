// Conversions of text, and lines of the log: any bytes go through them, and converting the result back yields the same.
#include "json_line.h"
#include "plugin/log_line.h"
#include "require.h"
#include "text/hresult.h"
#include "text/utf.h"
#include "win32/guid.h"
#include <algorithm>
#include <charconv>
#include <cstring>
#include <fuzzer/FuzzedDataProvider.h>

namespace {

bool IsValid(std::string_view utf8)
{
    return !text::FindInvalidUtf8(utf8);
}

void FromUtf8(std::string_view bytes)
{
    const std::u16string text = text::Utf8ToUtf16(bytes);
    const std::string back = text::Utf16ToUtf8(text);
    Require(IsValid(back), "UTF-16 becomes valid UTF-8");
    Require(text::Utf8ToUtf16(back) == text, "valid UTF-8 becomes the UTF-16 that it was made of");
    Require((back == bytes) == IsValid(bytes), "all that is valid, and nothing else, comes back as it was");
    if (const auto offset = text::FindInvalidUtf8(bytes))
    {
        Require(*offset < bytes.size(), "the first invalid byte is one of the text's");
        Require(IsValid(bytes.substr(0, *offset)), "everything before the first invalid byte is valid");
        Require(!IsValid(bytes.substr(0, *offset + 4)), "four bytes are enough to see that a sequence is invalid");
    }
}

// Written without the host's tables; only halves of surrogate pairs differ.
std::u16string WithoutHalves(std::u16string text)
{
    const auto isHalf = [](char16_t unit, char16_t first) { return (unit & 0xFC00) == first; };
    for (size_t i = 0; i < text.size(); i++)
    {
        if (isHalf(text[i], 0xD800) && i + 1 < text.size() && isHalf(text[i + 1], 0xDC00))
        {
            i++;
        }
        else if (isHalf(text[i], 0xD800) || isHalf(text[i], 0xDC00))
        {
            text[i] = u'\uFFFD';
        }
    }
    return text;
}

void FromUtf16(std::string_view bytes)
{
    std::u16string text(bytes.size() / sizeof(char16_t), u'\0');
    std::memcpy(text.data(), bytes.data(), text.size() * sizeof(char16_t));
    const std::string utf8 = text::Utf16ToUtf8(text);
    Require(IsValid(utf8), "any UTF-16 becomes valid UTF-8");
    Require(text::Utf8ToUtf16(utf8) == WithoutHalves(text), "only halves of surrogate pairs are lost");
}

void Shortened(std::string_view bytes, size_t maximum)
{
    const std::string_view start = text::FirstBytes(bytes, maximum);
    Require(start.size() <= maximum && bytes.starts_with(start), "a shortened text is its start");
    if (IsValid(bytes))
    {
        Require(IsValid(start), "a text is shortened between two code points");
        Require(start.size() == bytes.size() || start.size() + 4 > maximum, "no code point more had room");
    }
}

// A JSON string without its quotes, which is valid.
std::string Unescaped(std::string_view text)
{
    std::string result;
    for (size_t i = 0; i < text.size(); i++)
    {
        if (text[i] != '\\')
        {
            result += text[i];
        }
        else if (text[++i] == 'u')
        {
            unsigned unit = 0;
            std::from_chars(&text[i + 1], &text[i + 1] + 4, unit, 16);
            result += text::Utf16ToUtf8(std::u16string(1, static_cast<char16_t>(unit)));
            i += 4;
        }
        else
        {
            result += text[i] == 'n' ? '\n' : text[i];
        }
    }
    return result;
}

// The original text of a line's last member.
std::string LastMember(std::string_view line)
{
    constexpr std::string_view kName = "\"message\":\"";
    constexpr std::string_view kEnd = "\"}\n";
    const size_t start = line.rfind(kName) + kName.size();
    return Unescaped(line.substr(start, line.size() - kEnd.size() - start));
}

// With texts short enough for a line.
void LogLines(std::string_view bytes, LogLevel level)
{
    const std::string text = text::Utf16ToUtf8(text::Utf8ToUtf16(bytes));
    const std::string line = LogLine(level, text, text, "console", "end", {{"stack", text}, {"location", text}});
    const auto problem = ProblemOfLogLine(line);
    Require(!problem, "a line of the log is a line of JSON: " + std::string(problem.value_or("")));
    const std::string last = LastMember(LogLine(level, "hello", {}, "console", text, {}));
    Require(last == text, "a line of the log says what was written");
}

void Guids(std::string_view bytes)
{
    if (const auto guid = win32::GuidFromText(bytes))
    {
        Require(text::Utf16ToUtf8(win32::GuidToText(*guid)) == bytes, "a GUID has one form only");
    }
    GUID guid{};
    std::memcpy(&guid, bytes.data(), std::min(bytes.size(), sizeof(guid)));
    const auto back = win32::GuidFromText(text::Utf16ToUtf8(win32::GuidToText(guid)));
    Require(back && std::memcmp(&*back, &guid, sizeof(guid)) == 0, "a GUID's text is a GUID's text");
}

void Codes(HRESULT code)
{
    const std::string shown = text::HresultToText(code);
    uint32_t number = 0;
    std::from_chars(&shown[2], &shown[2] + 8, number, 16);
    Require(static_cast<HRESULT>(number) == code, "a code's text begins with its number");
}

} // namespace

// The last bytes are numbers, the rest is text.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    FuzzedDataProvider input(data, size);
    const auto level = static_cast<LogLevel>(input.ConsumeIntegralInRange<uint32_t>(0, 3));
    const auto maximum = input.ConsumeIntegralInRange<size_t>(0, size + 4);
    const auto code = input.ConsumeIntegral<HRESULT>();
    const std::string text = input.ConsumeRemainingBytesAsString();
    FromUtf8(text);
    FromUtf16(text);
    Shortened(text, maximum);
    LogLines(text, level);
    Guids(text);
    Codes(code);
    return 0;
}
