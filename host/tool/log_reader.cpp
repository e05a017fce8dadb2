#include "tool/log_reader.h"
#include "text/utf.h"
#include "tool/file_bytes.h"
#include <algorithm>
#include <charconv>
#include <string_view>

namespace tool {

namespace {

// Bytes; thousands of lines.
constexpr uint64_t kEnd = 1024 * 1024;

// The escapes that AppendJsonText (host/text/json_text.h) writes.
std::string Unescape(std::string_view text)
{
    std::string plain;
    for (size_t at = 0; at < text.size(); at++)
    {
        if (text[at] != '\\' || at + 1 == text.size())
        {
            plain += text[at];
            continue;
        }
        const char kind = text[++at];
        if (kind == 'u' && text.size() - at > 4)
        {
            unsigned unit = 0;
            std::from_chars(text.data() + at + 1, text.data() + at + 5, unit, 16);
            plain += static_cast<char>(unit);
            at += 4;
            continue;
        }
        plain += kind == 'n' ? '\n' : kind;
    }
    return plain;
}

// A member of a line in the form that LogLine (host/plugin/log_line.h) writes. Quotation marks within texts are
// escaped, so a text cannot contain it. Empty if there is none.
std::string Member(std::string_view line, std::string_view name)
{
    const std::string start = "\"" + std::string(name) + "\":\"";
    const size_t at = line.find(start);
    if (at == std::string_view::npos)
    {
        return {};
    }
    const std::string_view rest = line.substr(at + start.size());
    size_t end = 0;
    while (end < rest.size() && rest[end] != '"')
    {
        end += rest[end] == '\\' ? 2 : 1;
    }
    return Unescape(rest.substr(0, std::min(end, rest.size())));
}

void ReadLine(std::string_view line, LastLoads& loads)
{
    const std::string event = Member(line, "event");
    if (event != "load" && event != "reload")
    {
        return;
    }
    LogEntry entry{Member(line, "time"), Member(line, "message")};
    if (Member(line, "level") == "error")
    {
        loads.failed = std::move(entry);
    }
    else if (entry.message == "loaded")
    {
        loads.loaded = std::move(entry);
    }
}

LastLoads LoadsIn(const std::u16string& path)
{
    LastLoads loads;
    const auto bytes = ReadEndOfFile(path, kEnd);
    loads.hasLog = bytes.has_value();
    for (std::string_view rest = loads.hasLog ? std::string_view(*bytes) : std::string_view(); !rest.empty();)
    {
        const size_t end = std::min(rest.find('\n'), rest.size() - 1) + 1;
        ReadLine(rest.substr(0, end), loads);
        rest.remove_prefix(end);
    }
    return loads;
}

} // namespace

LastLoads ReadLastLoads(const std::u16string& path)
{
    LastLoads loads = LoadsIn(path);
    if (!loads.loaded || !loads.failed)
    {
        const LastLoads before = LoadsIn(path + u".1");
        loads.loaded = loads.loaded ? loads.loaded : before.loaded;
        loads.failed = loads.failed ? loads.failed : before.failed;
    }
    return loads;
}

} // namespace tool
