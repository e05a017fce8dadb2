#include "plugin/log_line.h"
#include "generated/numbers.h"
#include "text/json_text.h"
#include "text/utf.h"
#include <algorithm>

namespace {

// The line's length without its message.
constexpr size_t kUsualLine = 256;

void AppendMember(std::string& line, std::string_view name, std::string_view value)
{
    line += line.empty() ? "{" : ",";
    text::AppendJsonText(line, name);
    line += ':';
    text::AppendJsonText(line, text::FirstBytes(value, numbers::kMaximumLogValue));
}

// At least `width` digits. Not printf: every hook writes a line, and printf takes longer than the rest of it together.
void AppendNumber(std::string& text, uint64_t number, size_t width)
{
    const std::string digits = std::to_string(number);
    text.append(width - std::min(width, digits.size()), '0');
    text += digits;
}

} // namespace

std::string UtcNow()
{
    using namespace std::chrono;
    const auto now = floor<milliseconds>(system_clock::now());
    const auto today = floor<days>(now);
    const year_month_day date(today);
    const hh_mm_ss time(now - today);
    std::string text;
    const auto add = [&](auto number, size_t width, char end) {
        AppendNumber(text, static_cast<uint64_t>(number), width);
        text += end;
    };
    add(static_cast<int>(date.year()), 4, '-');
    add(static_cast<unsigned>(date.month()), 2, '-');
    add(static_cast<unsigned>(date.day()), 2, 'T');
    add(time.hours().count(), 2, ':');
    add(time.minutes().count(), 2, ':');
    add(time.seconds().count(), 2, '.');
    add(time.subseconds().count(), 3, 'Z');
    return text;
}

std::string LogLine(
    LogLevel level,
    std::string_view plugin,
    std::string_view session,
    const char* event,
    std::string_view message,
    LogFields fields)
{
    std::string line;
    line.reserve(kUsualLine + std::min<size_t>(message.size(), numbers::kMaximumLogValue));
    AppendMember(line, "time", UtcNow());
    AppendMember(line, "level", kLogLevelNames[static_cast<size_t>(level)]);
    AppendMember(line, "plugin", plugin);
    if (!session.empty())
    {
        AppendMember(line, "session", session);
    }
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

std::string MillisecondsText(std::chrono::nanoseconds time)
{
    const auto microseconds = static_cast<uint64_t>(std::max<int64_t>(time.count(), 0)) / 1000;
    std::string text = std::to_string(microseconds / 1000) + ".";
    AppendNumber(text, microseconds % 1000, 3);
    return text;
}
