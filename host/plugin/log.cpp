#include "plugin/log.h"
#include "win32/text.h"
#include <array>
#include <cstdio>
#include <sddl.h>

namespace {

// Lines that are kept until the log's place is known; a script that writes more before that loses the rest.
constexpr size_t kMaximumEarly = 1024 * 1024;

// The folder that the host makes holds what scripts print: administrators and the service only.
constexpr wchar_t kFolderSecurity[] = L"D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)";

constexpr std::array kLevelNames{"debug", "info", "warn", "error"};

void AppendEscaped(std::string& line, std::string_view text)
{
    line += '"';
    for (const char c : text)
    {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\')
        {
            line += '\\';
            line += c;
        }
        else if (c == '\n')
        {
            line += "\\n";
        }
        else if (byte < 0x20 || byte == 0x7F)
        {
            char escape[8];
            std::snprintf(escape, sizeof(escape), "\\u%04x", byte);
            line += escape;
        }
        else
        {
            line += c;
        }
    }
    line += '"';
}

void AppendMember(std::string& line, std::string_view name, std::string_view value)
{
    line += line.empty() ? "{" : ",";
    AppendEscaped(line, name);
    line += ':';
    AppendEscaped(line, value);
}

// UTC, to the millisecond, as Date.prototype.toISOString writes it.
std::string Now()
{
    SYSTEMTIME now;
    GetSystemTime(&now);
    char text[32];
    std::snprintf(
        text,
        sizeof(text),
        "%04u-%02u-%02uT%02u:%02u:%02u.%03uZ",
        now.wYear,
        now.wMonth,
        now.wDay,
        now.wHour,
        now.wMinute,
        now.wSecond,
        now.wMilliseconds);
    return text;
}

// Makes the folder that the file lies in, and those above it.
void MakeFolders(const std::wstring& file)
{
    const size_t end = file.find_last_of(L"\\/");
    if (end == std::wstring::npos)
    {
        return;
    }
    const std::wstring folder = file.substr(0, end);
    if (GetFileAttributesW(folder.c_str()) != INVALID_FILE_ATTRIBUTES)
    {
        return;
    }
    MakeFolders(folder);
    PSECURITY_DESCRIPTOR descriptor = nullptr;
    ConvertStringSecurityDescriptorToSecurityDescriptorW(kFolderSecurity, SDDL_REVISION_1, &descriptor, nullptr);
    const win32::UniqueLocal owner(descriptor);
    SECURITY_ATTRIBUTES attributes{sizeof(attributes), descriptor, FALSE};
    CreateDirectoryW(folder.c_str(), descriptor != nullptr ? &attributes : nullptr);
}

} // namespace

LogLevel LogLevelFromName(std::string_view name) noexcept
{
    for (size_t i = 0; i < kLevelNames.size(); i++)
    {
        if (name == kLevelNames[i])
        {
            return static_cast<LogLevel>(i);
        }
    }
    return LogLevel::Info;
}

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
    m_file = {};
    m_opened = true;
    m_reported = false;
    OpenFile();
    Append(std::exchange(m_early, {}));
}
catch (const std::exception&)
{
    OutputDebugStringW(L"wsl-script-host: no memory to open the log\n");
}

void Log::Write(LogLevel level, const char* event, std::string_view message, Fields fields) noexcept
try
{
    std::string line;
    AppendMember(line, "time", Now());
    AppendMember(line, "level", kLevelNames[static_cast<size_t>(level)]);
    AppendMember(line, "plugin", m_plugin);
    AppendMember(line, "event", event);
    for (const auto& [name, value] : fields)
    {
        if (!value.empty())
        {
            AppendMember(line, name, value);
        }
    }
    AppendMember(line, "message", message);
    line += "}\n";

    std::lock_guard lock(m_lock);
    if (!m_opened || level >= m_options.level)
    {
        WriteLine(line);
    }
}
catch (const std::exception&)
{
    OutputDebugStringW(L"wsl-script-host: no memory to write to the log\n");
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
    OutputDebugStringW(L"wsl-script-host: no memory to log a failure\n");
}

void Log::WriteLine(const std::string& line)
{
    OutputDebugStringW(win32::ToWide(line).c_str());
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
    if (m_file && m_size + line.size() > m_options.maximumSize && m_size > 0)
    {
        Rotate();
    }
    if (!m_file)
    {
        OpenFile();
    }
    DWORD written = 0;
    if (m_file && !WriteFile(m_file.Get(), line.data(), static_cast<DWORD>(line.size()), &written, nullptr))
    {
        ReportOnce("write to", GetLastError());
    }
    m_size += written;
}

void Log::OpenFile()
{
    MakeFolders(m_options.file);
    // Appending is atomic, so a second process may write to the same file; deleting lets administrators clean up.
    m_file = win32::UniqueFile(CreateFileW(
        m_options.file.c_str(),
        FILE_APPEND_DATA | SYNCHRONIZE,
        FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
        nullptr,
        OPEN_ALWAYS,
        FILE_ATTRIBUTE_NORMAL,
        nullptr));
    if (!m_file)
    {
        ReportOnce("open", GetLastError());
        return;
    }
    LARGE_INTEGER size{};
    GetFileSizeEx(m_file.Get(), &size);
    m_size = static_cast<uint64_t>(size.QuadPart);
}

void Log::Rotate()
{
    m_file = {};
    if (!MoveFileExW(m_options.file.c_str(), (m_options.file + L".1").c_str(), MOVEFILE_REPLACE_EXISTING))
    {
        ReportOnce("rotate", GetLastError());
    }
    OpenFile();
}

void Log::ReportOnce(const char* what, DWORD error)
{
    if (!m_reported)
    {
        m_reported = true;
        const std::wstring text = L"wsl-script-host: cannot " + win32::ToWide(what) + L" the log " + m_options.file +
            L": " + win32::ToWide(win32::HresultToText(HRESULT_FROM_WIN32(error))) + L"\n";
        OutputDebugStringW(text.c_str());
    }
}
