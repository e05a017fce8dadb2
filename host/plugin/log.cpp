#include "plugin/log.h"
#include "text/utf.h"
#include "win32/debug_output.h"
#include "win32/event_log.h"
#include "win32/text.h"

namespace {

// Lines that are kept until the log's place is known; a script that writes more before that loses the rest.
constexpr size_t kMaximumEarly = 1024 * 1024;

constexpr std::chrono::seconds kPause{10};

} // namespace

Log::Log(std::string plugin) : m_plugin(std::move(plugin)) {}

void Log::Open(const LogOptions& options) noexcept
try
{
    std::lock_guard lock(m_lock);
    if (m_opened && options.file == m_options.file)
    {
        m_options = options;
        return;
    }
    m_options = options;
    m_file.Close();
    m_opened = true;
    m_reported = false;
    OpenFile();
    Append(std::exchange(m_early, {}));
}
catch (const std::exception&)
{
    win32::DebugOutput("wsl-script-host: no memory to open the log\n");
}

void Log::Write(LogLevel level, const char* event, std::string_view message, LogFields fields) noexcept
try
{
    std::lock_guard lock(m_lock);
    if (!m_opened || level >= m_options.level)
    {
        WriteLine(LogLine(level, m_plugin, event, message, fields));
    }
}
catch (const std::exception&)
{
    win32::DebugOutput("wsl-script-host: no memory to write to the log\n");
}

void Log::WriteAtOnce(LogLevel level, const char* event, std::string_view message) noexcept
try
{
    if (const std::unique_lock lock(m_lock, std::try_to_lock); lock)
    {
        WriteLine(LogLine(level, m_plugin, event, message, {}));
    }
}
catch (const std::exception&)
{
    win32::DebugOutput("wsl-script-host: no memory to write to the log\n");
}

void Log::WriteFailure(const char* event, std::string_view hook, const Failure& failure) noexcept
try
{
    Write(
        LogLevel::Error,
        event,
        failure.message,
        {{"hook", hook},
         {"hresult", win32::HresultToText(failure.hresult)},
         {"location", failure.location},
         {"stack", failure.stack}});
}
catch (const std::exception&)
{
    win32::DebugOutput("wsl-script-host: no memory to log a failure\n");
}

void Log::WriteLine(const std::string& line)
{
    win32::DebugOutput(line);
    if (m_opened)
    {
        Append(line);
    }
    else if (m_early.size() + line.size() <= kMaximumEarly)
    {
        m_early += line;
    }
}

void Log::Append(const std::string& line)
{
    if (m_file.IsOpen() && m_file.Size() > 0 && m_file.Size() + line.size() > m_options.maximumSize)
    {
        Rotate();
    }
    if (!m_file.IsOpen())
    {
        OpenFile();
    }
    // While the file cannot be renamed it may grow to twice its size, and no further.
    if (!m_file.IsOpen() || (m_file.Size() > 0 && m_file.Size() + line.size() > 2 * m_options.maximumSize))
    {
        m_lost++;
        return;
    }
    const std::string lost = std::exchange(m_lost, 0) == 0 ? "" : LostLine();
    ReportOnce("write to", m_file.Write(lost + line));
}

std::string Log::LostLine() const
{
    return LogLine(LogLevel::Error, m_plugin, "log", "lines were lost before this one, which could not be written", {});
}

void Log::OpenFile()
{
    ReportOnce("open", m_file.Open(m_options.file));
}

// Not at every line where it does not succeed: a viewer or a scanner may hold the old file for long.
void Log::Rotate()
{
    const auto now = engine::Clock::now();
    if (now < m_nextRotation)
    {
        return;
    }
    const HRESULT result = m_file.Rotate();
    m_nextRotation = FAILED(result) ? now + kPause : engine::Clock::time_point();
    ReportOnce("rotate", result);
}

void Log::ReportOnce(const char* what, HRESULT result)
{
    if (FAILED(result) && !m_reported)
    {
        m_reported = true;
        const std::string text = std::string("wsl-script-host: cannot ") + what + " the log " +
            text::Utf16ToUtf8(m_options.file) + ": " + win32::HresultToText(result) +
            (m_file.Refusal().empty() ? "" : ": " + m_file.Refusal()) + "\n";
        win32::DebugOutput(text);
        win32::ReportError(text);
    }
}
