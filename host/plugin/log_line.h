// A line of the log: one JSON object with the time, and text members only.
#pragma once
#include "generated/settings.h"
#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

// Further members of a line, by name. Those without a value are omitted.
using LogFields = std::initializer_list<std::pair<const char*, std::string_view>>;

// Ends with a line feed. All text is UTF-8. `session` may be empty.
std::string LogLine(
    LogLevel level,
    std::string_view plugin,
    std::string_view session,
    const char* event,
    std::string_view message,
    LogFields fields);

// UTC, to the millisecond, as Date.prototype.toISOString writes it.
std::string UtcNow();

// "1.234"
std::string MillisecondsText(std::chrono::nanoseconds time);
