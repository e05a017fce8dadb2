#include "tool/self_test/service_process.h"
#include "tool/console.h"
#include "win32/last_error.h"
#include "win32/module.h"
#include "win32/wide.h"
#include "wslservice/requests.h"
#include <atomic>
#include <vector>

namespace tool {

namespace {

using namespace std::chrono_literals;

// Each hook of the self-test ends within 3 s.
constexpr auto kHookPatience = 8s;

struct Pipe
{
    win32::UniqueFile read;
    win32::UniqueFile write;
};

// Only the child's end is inherited.
Pipe CreatePipeFor(win32::UniqueFile Pipe::*childs)
{
    Pipe pipe;
    HANDLE read = INVALID_HANDLE_VALUE;
    HANDLE write = INVALID_HANDLE_VALUE;
    Require(CreatePipe(&read, &write, nullptr, 0) ? S_OK : win32::LastError(), "there is no pipe");
    pipe.read = win32::UniqueFile(read);
    pipe.write = win32::UniqueFile(write);
    SetHandleInformation((pipe.*childs).Get(), HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT);
    return pipe;
}

// Attributes that a process can get only at its start.
class Attributes
{
public:
    Attributes()
    {
        SIZE_T size = 0;
        InitializeProcThreadAttributeList(nullptr, 1, 0, &size);
        m_bytes.resize(size);
        const bool isGood =
            InitializeProcThreadAttributeList(List(), 1, 0, &size) &&
            UpdateProcThreadAttribute(
                List(), 0, PROC_THREAD_ATTRIBUTE_MITIGATION_POLICY, m_policies, sizeof(m_policies), nullptr, nullptr);
        m_isGood = isGood;
    }

    // Nothing if this Windows does not know the policy.
    LPPROC_THREAD_ATTRIBUTE_LIST Get()
    {
        return m_isGood ? List() : nullptr;
    }

private:
    LPPROC_THREAD_ATTRIBUTE_LIST List()
    {
        return reinterpret_cast<LPPROC_THREAD_ATTRIBUTE_LIST>(m_bytes.data());
    }

    std::vector<std::byte> m_bytes;
    DWORD64 m_policies[2] = {0, PROCESS_CREATION_MITIGATION_POLICY2_CET_USER_SHADOW_STACKS_ALWAYS_ON};
    bool m_isGood = false;
};

// The process that is ended when this one is aborted; null for none.
std::atomic<HANDLE> g_running = nullptr;

// Returning would end this process too, and leave the plugin's folder; the code that waits for the process removes it.
BOOL WINAPI OnAbort(DWORD event)
{
    TerminateProcess(g_running, 1);
    if (event != CTRL_C_EVENT && event != CTRL_BREAK_EVENT)
    {
        // Windows ends this process after the handler returns, or by itself if that takes too long.
        Sleep(INFINITE);
    }
    return TRUE;
}

std::string CrashText(const standin::Message& crash)
{
    std::string text = "the process has crashed: " + crash.Find("code").value_or("?");
    for (const char* detail : {"operation", "address", "block"})
    {
        const auto value = crash.Find(detail);
        text += value ? std::string(", ") + detail + " " + *value : "";
    }
    return text;
}

} // namespace

ServiceProcess::ServiceProcess()
{
    Pipe requests = CreatePipeFor(&Pipe::read);
    Pipe replies = CreatePipeFor(&Pipe::write);
    Start(requests.read.Get(), replies.write.Get());
    m_requests = std::move(requests.write);
    m_replies = std::move(replies.read);
    m_reader = std::thread([this] { Read(); });
    g_running = m_process.Get();
    SetConsoleCtrlHandler(OnAbort, TRUE);
}

ServiceProcess::~ServiceProcess()
{
    SetConsoleCtrlHandler(OnAbort, FALSE);
    TerminateProcess(m_process.Get(), 1);
    WaitForSingleObject(m_process.Get(), INFINITE);
    m_reader.join();
}

standin::Message ServiceProcess::Ask(const standin::Message& request)
{
    const std::string line = request.Line() + "\n";
    DWORD written = 0;
    WriteFile(m_requests.Get(), line.data(), static_cast<DWORD>(line.size()), &written, nullptr);
    std::string crash;
    while (const auto message = NextMessage())
    {
        if (message->Verb() == "crash")
        {
            crash = CrashText(*message);
        }
        else if (message->Id() == request.Id() && message->Verb() == "error")
        {
            throw ToolError(message->Find("text").value_or(""));
        }
        else if (message->Id() == request.Id())
        {
            return *message;
        }
    }
    const std::scoped_lock lock(m_mutex);
    const std::string end = m_hasEnded ? "the process has ended" : "the process has not answered";
    throw ToolError(crash.empty() ? end : crash);
}

void ServiceProcess::Start(HANDLE input, HANDLE output)
{
    Attributes attributes;
    STARTUPINFOEXW startup{};
    startup.StartupInfo.cb = sizeof(startup);
    startup.StartupInfo.dwFlags = STARTF_USESTDHANDLES;
    startup.StartupInfo.hStdInput = input;
    startup.StartupInfo.hStdOutput = output;
    startup.StartupInfo.hStdError = GetStdHandle(STD_ERROR_HANDLE);
    startup.lpAttributeList = attributes.Get();
    const std::u16string program = win32::ThisModulePath();
    std::u16string line = u"\"" + program + u"\" self-test " + kServiceProcessOption;
    PROCESS_INFORMATION process{};
    const auto create = [&](DWORD flags) {
        return CreateProcessW(
            win32::AsWide(program),
            win32::AsWideBuffer(line),
            nullptr,
            nullptr,
            TRUE,
            flags,
            nullptr,
            nullptr,
            &startup.StartupInfo,
            &process);
    };
    // On processors without shadow stacks, some versions of Windows refuse the policy.
    const bool hasStarted = create(startup.lpAttributeList == nullptr ? 0 : EXTENDED_STARTUPINFO_PRESENT) || create(0);
    Require(hasStarted ? S_OK : win32::LastError(), "the stand-in does not start");
    CloseHandle(process.hThread);
    m_process = win32::UniqueFile(process.hProcess);
}

void ServiceProcess::Read()
{
    std::string rest;
    char chunk[4096];
    DWORD count = 0;
    while (ReadFile(m_replies.Get(), chunk, sizeof(chunk), &count, nullptr) && count > 0)
    {
        rest.append(chunk, count);
        const std::scoped_lock lock(m_mutex);
        for (size_t end = 0; (end = rest.find('\n')) != std::string::npos; rest.erase(0, end + 1))
        {
            m_messages.push_back(standin::Message::Parse(rest.substr(0, end)));
        }
        m_changed.notify_one();
    }
    const std::scoped_lock lock(m_mutex);
    m_hasEnded = true;
    m_changed.notify_one();
}

// Nothing if it has ended, or has been silent for too long.
std::optional<standin::Message> ServiceProcess::NextMessage()
{
    std::unique_lock lock(m_mutex);
    m_changed.wait_for(lock, kHookPatience, [&] { return !m_messages.empty() || m_hasEnded; });
    if (m_messages.empty())
    {
        return std::nullopt;
    }
    const standin::Message message = std::move(m_messages.front());
    m_messages.pop_front();
    return message;
}

void BeServiceProcess()
{
    standin::ServeRequests();
}

} // namespace tool
