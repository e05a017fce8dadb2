// The plugin's log: JSON lines in a file that is rotated by size, and the same to a debugger if there is one.
// Thread-safe; never throws and never fails its caller.
#pragma once
#include "engine/deadline.h"
#include "plugin/failure.h"
#include "plugin/log_line.h"
#include "win32/append_file.h"
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

struct LogOptions
{
    std::u16string file;      // absolute
    uint64_t maximumSize = 0; // bytes; a larger file becomes <file>.1
    LogLevel level = LogLevel::Info;
};

class Log
{
public:
    explicit Log(std::string plugin);

    // Where lines go from now on. Those written before the first call are kept until then.
    void Open(const LogOptions& options) noexcept;

    void Write(LogLevel level, const char* event, std::string_view message, LogFields fields = {}) noexcept;

    // The same without waiting for another thread's line, at the price of this one.
    void WriteAtOnce(LogLevel level, const char* event, std::string_view message) noexcept;

    // `hook` may be empty.
    void WriteFailure(const char* event, std::string_view hook, const Failure& failure) noexcept;

private:
    void WriteLine(const std::string& line);
    void Append(const std::string& line);
    void OpenFile();
    std::string LostLine() const;
    void Rotate();
    void ReportOnce(const char* what, HRESULT result);

    std::mutex m_lock;
    const std::string m_plugin;
    LogOptions m_options;
    win32::AppendFile m_file;
    std::string m_early;
    bool m_opened = false;
    bool m_reported = false;
    engine::Clock::time_point m_nextRotation{};
    uint64_t m_lost = 0; // lines
};
