#include "plugin/log.h"
#include "text/hresult.h"
#include "text/utf.h"
#include "win32/debug_output.h"
#include "win32/event_log.h"
#include "win32/file.h"
#include <utility>

namespace {

// Lines that are kept until they can be written; further ones are lost.
constexpr size_t kMaximumPending = 1024 * 1024;

} // namespace

LogOptions LogOptionsOf(const Settings& settings, const std::u16string& plugin)
{
    constexpr std::u16string_view kPlaceholder = u"<name>";
    std::u16string path = settings.log.file;
    if (const size_t at = path.find(kPlaceholder); at != path.npos)
    {
        path.replace(at, kPlaceholder.size(), plugin);
    }
    return {win32::ExpandEnvironment(path), settings.log.maximumSize, settings.log.level};
}

Log::Log(std::string plugin) : m_plugin(std::move(plugin)) {}

void Log::Open(const LogOptions& options) noexcept
try
{
    Guard lock(m_lock);
    if (m_isDiscarded)
    {
        return;
    }
    const bool isOther = !m_opened || options.file != m_options.file;
    m_options = options;
    m_opened = true;
    if (isOther)
    {
        m_file.Close();
        m_reported = false;
        m_nextAttempt = {};
        if (!m_busy && MakeRoom(lock))
        {
            WritePending(lock);
        }
    }
    Unlock(lock);
}
catch (const std::exception&)
{
    win32::DebugOutput("wsl-script-host: no memory to open the log\n");
}

void Log::Discard() noexcept
{
    const Guard lock(m_lock);
    m_isDiscarded = true;
}

void Log::Write(
    LogLevel level, std::string_view session, const char* event, std::string_view message, LogFields fields) noexcept
try
{
    Guard lock(m_lock);
    if (m_isDiscarded || (m_opened && level < m_options.level))
    {
        return;
    }
    const std::string line = LogLine(level, m_plugin, session, event, message, fields);
    Append(lock, line);
    Unlock(lock);
    win32::DebugOutput(line);
}
catch (const std::exception&)
{
    win32::DebugOutput("wsl-script-host: no memory to write to the log\n");
}

void Log::WriteAtOnce(LogLevel level, const char* event, std::string_view message) noexcept
try
{
    if (Guard lock(m_lock, std::try_to_lock); lock)
    {
        Append(lock, LogLine(level, m_plugin, {}, event, message, {}));
    }
}
catch (const std::exception&)
{
    win32::DebugOutput("wsl-script-host: no memory to write to the log\n");
}

void Log::Append(Guard& lock, const std::string& line)
{
    if (m_pending.size() + line.size() <= kMaximumPending)
    {
        m_pending += line;
    }
    else
    {
        m_hasLost = true;
    }
    // Lines that arrive while this thread writes are written by this thread too, up to a bound: another thread that
    // logs without end must not keep it here.
    constexpr int kMaximumWrites = 100;
    for (int i = 0; i < kMaximumWrites && m_opened && !m_busy && !m_pending.empty(); i++)
    {
        const bool isFull = m_file.Size() > 0 && m_file.Size() + m_pending.size() > m_options.maximumSize;
        const bool isWritable = m_file.IsOpen() && !isFull;
        if (isWritable || engine::Clock::now() < m_nextAttempt || MakeRoom(lock))
        {
            WritePending(lock);
        }
    }
}

void Log::WritePending(Guard& lock)
{
    // While the file cannot be renamed it may grow to twice its size, but no further.
    const bool hasRoom = m_file.Size() == 0 || m_file.Size() + m_pending.size() <= 2 * m_options.maximumSize;
    const std::string lines = std::exchange(m_pending, {});
    if (lines.empty())
    {
        return;
    }
    if (!m_file.IsOpen() || !hasRoom)
    {
        m_hasLost = true;
        return;
    }
    constexpr auto kLost = "lines before this one could not be written and are lost";
    const bool hasLost = std::exchange(m_hasLost, false);
    const std::string first = hasLost ? LogLine(LogLevel::Error, m_plugin, {}, "log", kLost, {}) : std::string();
    const auto result = UseFile(lock, [&](win32::AppendFile& file) { return file.Write(first + lines); });
    if (result)
    {
        m_hasLost = m_hasLost || FAILED(*result);
        Note("write to", *result);
    }
}

// Opens the file, or rotates a full one. False if the log's place has changed meanwhile.
bool Log::MakeRoom(Guard& lock)
{
    const bool isFull = m_file.IsOpen();
    const auto result = UseFile(lock, [isFull, path = m_options.file](win32::AppendFile& file) {
        return isFull ? file.Rotate() : file.Open(path);
    });
    if (!result)
    {
        return false;
    }
    m_nextAttempt = FAILED(*result) ? engine::Clock::now() + m_options.pause : engine::Clock::time_point();
    Note(isFull ? "rotate" : "open", *result);
    return true;
}

// Without the lock, since a drive may take long or never answer: other threads' lines wait, the threads do not. Returns
// nothing, and closes the file, if the log's place has changed meanwhile.
template <class Action>
std::optional<HRESULT> Log::UseFile(Guard& lock, Action&& action)
{
    const std::u16string path = m_options.file;
    win32::AppendFile file = std::exchange(m_file, {});
    HRESULT result = S_OK;
    {
        struct Using
        {
            Log& log;
            Guard& lock;
            ~Using()
            {
                lock.lock();
                log.m_busy = false;
            }
        } inUse{*this, lock};
        m_busy = true;
        lock.unlock();
        result = action(file);
    }
    if (path != m_options.file)
    {
        return std::nullopt;
    }
    m_file = std::move(file);
    return result;
}

void Log::Note(const char* what, HRESULT result)
{
    if (FAILED(result) && !m_reported)
    {
        m_reported = true;
        m_trouble = std::string("wsl-script-host: cannot ") + what + " the log " + text::Utf16ToUtf8(m_options.file) +
            ": " + text::HresultToText(result) + (m_file.Refusal().empty() ? "" : ": " + m_file.Refusal()) + "\n";
    }
}

void Log::Unlock(Guard& lock) noexcept
{
    const std::string trouble = std::exchange(m_trouble, {});
    lock.unlock();
    if (!trouble.empty())
    {
        win32::DebugOutput(trouble);
        win32::ReportEventLater(events::Event::LogUnavailable, {m_plugin, trouble});
    }
}

void SessionLog::WriteFailure(const char* event, std::string_view hook, const Failure& failure) noexcept
try
{
    Write(
        LogLevel::Error,
        event,
        failure.message,
        {{"hook", hook},
         {"hresult", text::HresultToText(failure.hresult)},
         {"location", failure.location},
         {"stack", failure.stack}});
}
catch (const std::exception&)
{
    win32::DebugOutput("wsl-script-host: no memory to log a failure\n");
}
