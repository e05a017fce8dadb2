#include "text/json_text.h"
#include "text/hex.h"
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

} // namespace text
