// The plugin's log: JSON lines in a file that is rotated by size, and to a debugger if one is attached. Thread-safe;
// never throws and never makes its caller fail.
#pragma once
#include "engine/clock.h"
#include "plugin/failure.h"
#include "plugin/log_line.h"
#include "win32/append_file.h"
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

struct LogOptions
{
    std::u16string file;      // absolute
    uint64_t maximumSize = 0; // bytes; a larger file becomes <file>.1
    LogLevel level = LogLevel::Info;
    // How long the host waits before it tries again to open or rename a file: a dead drive takes long to answer, and a
    // viewer or a scanner may keep the old file open for long.
    std::chrono::milliseconds pause{10'000};
};

// The log's settings of the plugin with this name.
LogOptions LogOptionsOf(const Settings& settings, const std::u16string& plugin);

class Log
{
public:
    explicit Log(std::string plugin);

    // Where lines go from now on. Earlier lines are kept until the first call.
    void Open(const LogOptions& options) noexcept;

    // From now on lines go nowhere, whatever Open says: for commands that only look at the script.
    void Discard() noexcept;

    // `session` may be empty.
    void Write(
        LogLevel level,
        std::string_view session,
        const char* event,
        std::string_view message,
        LogFields fields = {}) noexcept;

    // The same without waiting for another thread's line; this one may be lost.
    void WriteAtOnce(LogLevel level, const char* event, std::string_view message) noexcept;

private:
    using Guard = std::unique_lock<std::mutex>;

    void Append(Guard& lock, const std::string& line);
    void WritePending(Guard& lock);
    bool MakeRoom(Guard& lock);
    template <class Action>
    std::optional<HRESULT> UseFile(Guard& lock, Action&& action);
    void Note(const char* what, HRESULT result);
    void Unlock(Guard& lock) noexcept;

    std::mutex m_lock;
    const std::string m_plugin;
    LogOptions m_options;
    win32::AppendFile m_file;
    // Lines that cannot be written yet: the file's place is unknown, or another thread uses the file.
    std::string m_pending;
    bool m_opened = false;
    bool m_isDiscarded = false;
    bool m_busy = false;
    bool m_reported = false;
    bool m_hasLost = false; // lines, since the last one that was written
    engine::Clock::time_point m_nextAttempt{};
    // For the debugger and the event log, after the lock is released.
    std::string m_trouble;
};

// The log, for what belongs to one session.
class SessionLog
{
public:
    explicit SessionLog(Log& log) noexcept : m_log(log) {}

    // The session's name in the log's lines. Until this call they name none.
    void SetSession(std::string session) noexcept
    {
        m_session = std::move(session);
    }

    // May be empty.
    const std::string& Session() const noexcept
    {
        return m_session;
    }

    void Open(const LogOptions& options) noexcept
    {
        m_log.Open(options);
    }

    void Write(LogLevel level, const char* event, std::string_view message, LogFields fields = {}) noexcept
    {
        m_log.Write(level, m_session, event, message, fields);
    }

    // `hook` may be empty.
    void WriteFailure(const char* event, std::string_view hook, const Failure& failure) noexcept;

private:
    Log& m_log;
    std::string m_session;
};
