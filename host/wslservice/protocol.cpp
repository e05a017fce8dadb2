#include "protocol.h"
#include <charconv>
#include <mutex>
#include <stdexcept>
#include <windows.h>
#include <io.h>

namespace standin {

static std::mutex s_outputMutex;
static HANDLE s_output = INVALID_HANDLE_VALUE;

static bool IsPlain(unsigned char byte)
{
    return byte > ' ' && byte < 0x7f && byte != '%' && byte != '=';
}

static void Encode(std::string& line, std::string_view word)
{
    constexpr char kDigits[] = "0123456789abcdef";
    for (const unsigned char byte : word)
    {
        if (IsPlain(byte))
        {
            line += static_cast<char>(byte);
        }
        else
        {
            line += '%';
            line += kDigits[byte >> 4];
            line += kDigits[byte & 15];
        }
    }
}

static std::string Decode(std::string_view word)
{
    std::string text;
    text.reserve(word.size());
    for (size_t i = 0; i < word.size(); i++)
    {
        if (word[i] != '%')
        {
            text += word[i];
            continue;
        }
        unsigned char byte = 0;
        const char* digits = word.data() + i + 1;
        if (i + 2 >= word.size() || std::from_chars(digits, digits + 2, byte, 16).ptr != digits + 2)
        {
            throw std::invalid_argument("broken percent-encoding");
        }
        text += static_cast<char>(byte);
        i += 2;
    }
    return text;
}

static std::string_view NextWord(std::string_view& rest)
{
    const size_t end = rest.find(' ');
    const std::string_view word = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    return word;
}

static uint64_t ParseNumber(std::string_view key, std::string_view text)
{
    uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size())
    {
        throw std::invalid_argument(std::string(key) + " is not a number: " + std::string(text));
    }
    return number;
}

Message::Message(std::string id, std::string verb) : m_id(std::move(id)), m_verb(std::move(verb)) {}

Message Message::Parse(std::string_view line)
{
    const std::string id = Decode(NextWord(line));
    Message message(id, Decode(NextWord(line)));
    if (message.m_verb.empty())
    {
        throw std::invalid_argument("a message without a verb");
    }
    while (!line.empty())
    {
        const std::string_view word = NextWord(line);
        const size_t equals = word.find('=');
        if (equals == std::string_view::npos)
        {
            throw std::invalid_argument("a word without '='");
        }
        message.Add(Decode(word.substr(0, equals)), Decode(word.substr(equals + 1)));
    }
    return message;
}

std::string Message::Line() const
{
    std::string line;
    Encode(line, m_id);
    line += ' ';
    Encode(line, m_verb);
    for (const auto& [key, value] : m_fields)
    {
        line += ' ';
        Encode(line, key);
        line += '=';
        Encode(line, value);
    }
    return line;
}

Message& Message::Add(std::string_view key, std::string_view value)
{
    m_fields.emplace_back(key, value);
    return *this;
}

Message& Message::Add(std::string_view key, const char* value)
{
    return value == nullptr ? *this : Add(key, std::string_view(value));
}

Message& Message::Add(std::string_view key, const wchar_t* value)
{
    return value == nullptr ? *this : Add(key, Narrow(value));
}

Message& Message::Add(std::string_view key, uint64_t value)
{
    return Add(key, std::to_string(value));
}

Message& Message::AddAll(std::string_view key, const char* const* values)
{
    for (; values != nullptr && *values != nullptr; values++)
    {
        Add(key, *values);
    }
    return *this;
}

Message& Message::AddResult(int32_t hresult)
{
    return Add("hresult", std::to_string(hresult));
}

std::optional<std::string> Message::Find(std::string_view key) const
{
    for (const auto& field : m_fields)
    {
        if (field.first == key)
        {
            return field.second;
        }
    }
    return std::nullopt;
}

std::optional<std::wstring> Message::FindWide(std::string_view key) const
{
    const auto text = Find(key);
    return text ? std::optional(Widen(*text)) : std::nullopt;
}

std::vector<std::string> Message::All(std::string_view key) const
{
    std::vector<std::string> values;
    for (const auto& field : m_fields)
    {
        if (field.first == key)
        {
            values.push_back(field.second);
        }
    }
    return values;
}

std::string Message::Text(std::string_view key) const
{
    const auto text = Find(key);
    if (!text)
    {
        throw std::invalid_argument(m_verb + " needs " + std::string(key));
    }
    return *text;
}

uint64_t Message::Number(std::string_view key) const
{
    return ParseNumber(key, Text(key));
}

uint64_t Message::Number(std::string_view key, uint64_t otherwise) const
{
    const auto text = Find(key);
    return text ? ParseNumber(key, *text) : otherwise;
}

std::optional<std::string> ReadLine()
{
    static std::string s_buffer;
    size_t searched = 0;
    for (;;)
    {
        const size_t end = s_buffer.find('\n', searched);
        if (end != std::string::npos)
        {
            std::string line = s_buffer.substr(0, end);
            s_buffer.erase(0, end + 1);
            return line;
        }
        searched = s_buffer.size();
        char chunk[65536];
        DWORD count = 0;
        if (!ReadFile(GetStdHandle(STD_INPUT_HANDLE), chunk, sizeof(chunk), &count, nullptr) || count == 0)
        {
            return std::nullopt;
        }
        s_buffer.append(chunk, count);
    }
}

void Send(const Message& message)
{
    const std::string line = message.Line() + '\n';
    const std::scoped_lock lock(s_outputMutex);
    DWORD written = 0;
    for (size_t offset = 0; offset < line.size(); offset += written)
    {
        const DWORD count = static_cast<DWORD>(line.size() - offset);
        if (!WriteFile(s_output, line.data() + offset, count, &written, nullptr) || written == 0)
        {
            ExitProcess(1); // the driver has ended
        }
    }
}

Message Event(std::string verb)
{
    return Message("*", std::move(verb));
}

void ClaimStandardOutput()
{
    const HANDLE process = GetCurrentProcess();
    if (!DuplicateHandle(process, GetStdHandle(STD_OUTPUT_HANDLE), process, &s_output, 0, FALSE, DUPLICATE_SAME_ACCESS))
    {
        throw std::runtime_error("no standard output");
    }
    _dup2(2, 1);
    SetStdHandle(STD_OUTPUT_HANDLE, GetStdHandle(STD_ERROR_HANDLE));
}

std::string Narrow(std::wstring_view text)
{
    const int length = static_cast<int>(text.size());
    const int size = WideCharToMultiByte(CP_UTF8, 0, text.data(), length, nullptr, 0, nullptr, nullptr);
    std::string narrow(static_cast<size_t>(size), '\0');
    WideCharToMultiByte(CP_UTF8, 0, text.data(), length, narrow.data(), size, nullptr, nullptr);
    return narrow;
}

std::wstring Widen(std::string_view text)
{
    const int length = static_cast<int>(text.size());
    const int size = MultiByteToWideChar(CP_UTF8, 0, text.data(), length, nullptr, 0);
    std::wstring wide(static_cast<size_t>(size), L'\0');
    MultiByteToWideChar(CP_UTF8, 0, text.data(), length, wide.data(), size);
    return wide;
}

} // namespace standin
