// Whether a text has the form of the log's lines: one JSON object whose members are all text, in valid UTF-8, and a
// line feed.
#pragma once
#include <optional>
#include <string_view>

// What is wrong with the line, if anything.
std::optional<std::string_view> ProblemOfLogLine(std::string_view line);

// The same for all lines of a text.
std::optional<std::string_view> ProblemOfLog(std::string_view text);
