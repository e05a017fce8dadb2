// A line of the log: one JSON object with the time, and text members only.
#pragma once
#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

enum class LogLevel : uint32_t
{
    Debug,
    Info,
    Warn,
    Error,
};

// "warn" for LogLevel::Warn; LogLevel::Info for a name that is none.
LogLevel LogLevelFromName(std::string_view name) noexcept;

// Further members of a line, by name. Those without a value are left out.
using LogFields = std::initializer_list<std::pair<const char*, std::string_view>>;

// With a line feed at its end. All text is UTF-8. `session` may be empty.
std::string LogLine(
    LogLevel level,
    std::string_view plugin,
    std::string_view session,
    const char* event,
    std::string_view message,
    LogFields fields);

// "1.234"
std::string MillisecondsText(std::chrono::nanoseconds time);
