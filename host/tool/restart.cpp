#include "tool/restart.h"
#include "text/utf.h"
#include "tool/console.h"
#include "tool/service.h"

namespace tool {

namespace {

constexpr DWORD kLoadPause = 100; // milliseconds
constexpr DWORD kLoadPatience = 30'000;

// Starts the service again, whatever has happened.
class Started
{
public:
    Started() = default;
    Started(const Started&) = delete;
    Started& operator=(const Started&) = delete;
    ~Started()
    {
        if (!m_isDone)
        {
            StartWsl();
        }
    }
    void Finish()
    {
        m_isDone = true;
        Require(StartWsl(), "WSL's service does not start");
    }

private:
    bool m_isDone = false;
};

bool IsNew(const std::optional<LogEntry>& now, const std::optional<LogEntry>& before)
{
    return now && (!before || before->time != now->time);
}

} // namespace

bool MayChange(const ChangeOptions& options, const std::string& what)
{
    const std::string cost = options.restart ? " WSL's service restarts, and running distributions stop." : "";
    return options.yes || Confirm(what + cost + " Continue?");
}

void WhileStopped(const std::function<void()>& action)
{
    if (!ReadServiceState())
    {
        Print("This machine has no WSL service to restart.\n");
        action();
        return;
    }
    Require(StopWsl(), "WSL's service does not stop");
    Started started;
    action();
    started.Finish();
}

void AwaitLoad(const std::u16string& plugin, const std::u16string& log, const LastLoads& before)
{
    const std::string name = text::Utf16ToUtf8(plugin);
    if (!ReadServiceState())
    {
        return;
    }
    for (DWORD waited = 0; waited < kLoadPatience; waited += kLoadPause)
    {
        const LastLoads now = ReadLastLoads(log);
        if (IsNew(now.loaded, before.loaded))
        {
            Print(name + " is loaded, according to " + text::Utf16ToUtf8(log) + "\n");
            return;
        }
        if (IsNew(now.failed, before.failed))
        {
            throw ToolError(name + " cannot be loaded: " + now.failed->message);
        }
        Sleep(kLoadPause);
    }
    throw ToolError(
        name + " has not been loaded: " + text::Utf16ToUtf8(log) + " has no new line. Run wsl-script-host.exe doctor " +
        "to find the cause.");
}

} // namespace tool
