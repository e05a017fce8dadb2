#include "plugin/log_line.h"
#include "engine/utf.h"
#include <array>
#include <chrono>
#include <cstdio>

namespace {

// Of each member of a line: what a script throws or prints may be as large as its memory.
constexpr size_t kMaximumValue = 64 * 1024;

constexpr std::array kLevelNames{"debug", "info", "warn", "error"};

void AppendEscaped(std::string& line, std::string_view text)
{
    line += '"';
    for (const char c : text)
    {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\')
        {
            line += '\\';
            line += c;
        }
        else if (c == '\n')
        {
            line += "\\n";
        }
        else if (byte < 0x20 || byte == 0x7F)
        {
            char escape[8];
            std::snprintf(escape, sizeof(escape), "\\u%04x", byte);
            line += escape;
        }
        else
        {
            line += c;
        }
    }
    line += '"';
}

void AppendMember(std::string& line, std::string_view name, std::string_view value)
{
    line += line.empty() ? "{" : ",";
    AppendEscaped(line, name);
    line += ':';
    AppendEscaped(line, engine::FirstBytes(value, kMaximumValue));
}

// UTC, to the millisecond, as Date.prototype.toISOString writes it.
std::string Now()
{
    using namespace std::chrono;
    const auto now = floor<milliseconds>(system_clock::now());
    const auto today = floor<days>(now);
    const year_month_day date(today);
    const hh_mm_ss time(now - today);
    char text[40];
    std::snprintf(
        text,
        sizeof(text),
        "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ",
        static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()),
        static_cast<unsigned>(date.day()),
        static_cast<int>(time.hours().count()),
        static_cast<int>(time.minutes().count()),
        static_cast<int>(time.seconds().count()),
        static_cast<int>(time.subseconds().count()));
    return text;
}

} // namespace

LogLevel LogLevelFromName(std::string_view name) noexcept
{
    for (size_t i = 0; i < kLevelNames.size(); i++)
    {
        if (name == kLevelNames[i])
        {
            return static_cast<LogLevel>(i);
        }
    }
    return LogLevel::Info;
}

std::string
LogLine(LogLevel level, std::string_view plugin, const char* event, std::string_view message, LogFields fields)
{
    std::string line;
    AppendMember(line, "time", Now());
    AppendMember(line, "level", kLevelNames[static_cast<size_t>(level)]);
    AppendMember(line, "plugin", plugin);
    AppendMember(line, "event", event);
    for (const auto& [name, value] : fields)
    {
        if (!value.empty())
        {
            AppendMember(line, name, value);
        }
    }
    AppendMember(line, "message", message);
    line += "}\n";
    return line;
}
