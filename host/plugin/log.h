// The plugin's log: JSON lines in a file that is rotated by size, and the same to the debugger. Thread-safe; never
// throws and never fails its caller.
#pragma once
#include "plugin/failure.h"
#include "win32/handle.h"
#include <cstdint>
#include <initializer_list>
#include <mutex>
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

struct LogOptions
{
    std::wstring file;        // absolute
    uint64_t maximumSize = 0; // bytes; a larger file becomes <file>.1
    LogLevel level = LogLevel::Info;
};

class Log
{
public:
    // Further members of a line, by name.
    using Fields = std::initializer_list<std::pair<const char*, std::string_view>>;

    explicit Log(std::string plugin);

    // Where lines go from now on. Those written before the first call are kept until then.
    void Open(const LogOptions& options) noexcept;

    void Write(LogLevel level, const char* event, std::string_view message, Fields fields = {}) noexcept;

    // `hook` may be empty.
    void WriteFailure(const char* event, std::string_view hook, const Failure& failure) noexcept;

private:
    void WriteLine(const std::string& line);
    void Append(const std::string& line);
    void OpenFile();
    void Rotate();
    void ReportOnce(const char* what, DWORD error);

    std::mutex m_lock;
    const std::string m_plugin;
    LogOptions m_options;
    win32::UniqueFile m_file;
    uint64_t m_size = 0;
    std::string m_early;
    bool m_opened = false;
    bool m_reported = false;
};
