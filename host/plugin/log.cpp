#include "plugin/log.h"
#include "text/utf.h"
#include "win32/debug_output.h"
#include "win32/text.h"

namespace {

// Lines that are kept until the log's place is known; a script that writes more before that loses the rest.
constexpr size_t kMaximumEarly = 1024 * 1024;

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
    if (m_file.IsOpen() && m_file.Size() + line.size() > m_options.maximumSize && m_file.Size() > 0)
    {
        Rotate();
    }
    if (!m_file.IsOpen())
    {
        OpenFile();
    }
    if (m_file.IsOpen())
    {
        ReportOnce("write to", m_file.Write(line));
    }
}

void Log::OpenFile()
{
    ReportOnce("open", m_file.Open(m_options.file));
}

void Log::Rotate()
{
    m_file.Close();
    ReportOnce("rotate", win32::Rename(m_options.file, m_options.file + u".1"));
    OpenFile();
}

void Log::ReportOnce(const char* what, HRESULT result)
{
    if (FAILED(result) && !m_reported)
    {
        m_reported = true;
        const std::string text = std::string("wsl-script-host: cannot ") + what + " the log " +
            text::Utf16ToUtf8(m_options.file) + ": " + win32::HresultToText(result) + "\n";
        win32::DebugOutput(text);
    }
}
