#include "text/json_text.h"
#include "text/hex.h"
#include "text/utf.h"
#include <algorithm>

namespace text {

namespace {

bool IsPlain(char c) noexcept
{
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20 && byte != 0x7F && c != '"' && c != '\\';
}

} // namespace

void AppendJsonText(std::string& json, std::string_view text)
{
    json += '"';
    for (auto at = text.begin(); at != text.end();)
    {
        const auto special = std::find_if_not(at, text.end(), IsPlain);
        json.append(at, special);
        at = special;
        if (at == text.end())
        {
            break;
        }
        const char c = *at++;
        if (c == '"' || c == '\\')
        {
            json += '\\';
            json += c;
        }
        else if (c == '\n')
        {
            json += "\\n";
        }
        else
        {
            json += "\\u" + Hex(static_cast<unsigned char>(c), 4);
        }
    }
    json += '"';
}

void AppendJsonText(std::string& json, std::u16string_view text)
{
    const auto isLead = [](char16_t unit) { return unit >= 0xD800 && unit < 0xDC00; };
    const auto isTrail = [](char16_t unit) { return unit >= 0xDC00 && unit < 0xE000; };
    json += '"';
    size_t start = 0;
    const auto appendUntil = [&](size_t end) {
        std::string part;
        AppendJsonText(part, Utf16ToUtf8(text.substr(start, end - start)));
        json.append(part, 1, part.size() - 2);
    };
    for (size_t at = 0; at < text.size(); at++)
    {
        if (isLead(text[at]) && at + 1 < text.size() && isTrail(text[at + 1]))
        {
            at++;
        }
        else if (isLead(text[at]) || isTrail(text[at]))
        {
            appendUntil(at);
            json += "\\u" + Hex(text[at], 4);
            start = at + 1;
        }
    }
    appendUntil(text.size());
    json += '"';
}

void JsonLine::AddName(const char* name)
{
    m_text += m_text.empty() ? '{' : ',';
    AppendJsonText(m_text, std::string_view(name));
    m_text += ':';
}

void JsonLine::Add(const char* name, std::string_view value)
{
    AddName(name);
    AppendJsonText(m_text, value);
}

void JsonLine::Add(const char* name, int64_t value)
{
    AddName(name);
    m_text += std::to_string(value);
}

void JsonLine::Add(const char* name, bool value)
{
    AddName(name);
    m_text += value ? "true" : "false";
}

void JsonLine::Add(const char* name, const Json& value)
{
    AddName(name);
    m_text += value.text;
}

std::string JsonLine::End() &&
{
    m_text += "}\n";
    return std::move(m_text);
}

} // namespace text
