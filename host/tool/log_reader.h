// The end of a plugin's log: the results of its last loads.
#pragma once
#include <optional>
#include <string>

namespace tool {

struct LogEntry
{
    std::string time; // ISO 8601, UTC
    std::string message;
};

struct LastLoads
{
    bool hasLog = false;
    std::optional<LogEntry> loaded;
    std::optional<LogEntry> failed; // the newest failure of a load; it may be older than `loaded`
};

// Reads the log at this path and, for what is not in there, the one before its last rotation.
LastLoads ReadLastLoads(const std::u16string& path);

} // namespace tool
