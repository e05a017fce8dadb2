#include "fake_wsl.h"
#include "fake_container_process.h"
#include "fake_windows.h"
#include "passed_arguments.h"
#include "text/utf.h"
#include <algorithm>
#include <cstring>
#include <utility>

extern "C" HRESULT WSLPluginAPIV1_EntryPoint(const wsl::WSLPluginAPIV1* api, wsl::WSLPluginHooksV1* hooks) noexcept;

namespace {

// PluginError's state, on each thread.
struct ThreadState
{
    bool consumesMessage = false;
    std::optional<std::u16string> message{};
    std::optional<std::u16string> lastMessage{};
};
thread_local ThreadState t_state;

template <class Slot, class... Pointers>
HRESULT CallSlot(Slot slot, Pointers... arguments)
{
    return slot == nullptr ? S_OK : slot(arguments...);
}

std::string Utf8Of(LPCSTR text, const char* what, bool insistOnValid)
{
    if (text == nullptr)
    {
        Misuse(std::string(what) + " is null");
    }
    if (insistOnValid && text::FindInvalidUtf8(text))
    {
        Misuse(std::string(what) + " is not UTF-8");
    }
    return text;
}

std::u16string Utf16Of(LPCWSTR text, const char* what, bool insistOnValid)
{
    if (text == nullptr)
    {
        Misuse(std::string(what) + " is null");
    }
    std::u16string copy = text;
    if (insistOnValid && text::Utf8ToUtf16(text::Utf16ToUtf8(copy)) != copy)
    {
        Misuse(std::string(what) + " is not UTF-16");
    }
    return copy;
}

bool BoolOf(BOOL value)
{
    if (value != 0 && value != 1)
    {
        Misuse("a BOOL that is neither TRUE nor FALSE");
    }
    return value != 0;
}

std::vector<std::string> ArgumentsOf(LPCSTR* arguments, bool insistOnValid)
{
    if (arguments == nullptr || *arguments == nullptr)
    {
        Misuse("a process without argv[0]");
    }
    std::vector<std::string> copy;
    for (; *arguments != nullptr; arguments++)
    {
        copy.push_back(Utf8Of(*arguments, "an argument", insistOnValid));
    }
    return copy;
}

} // namespace

FakeWsl* FakeWsl::s_current = nullptr;

FakeWsl::FakeWsl(wsl::WSLVersion version) : m_version(version)
{
    s_current = this;
    wsl::WSLPluginAPIV1 api{};
    api.Version = version;
    api.MountFolder = MountFolder;
    api.ExecuteBinary = ExecuteBinary;
    api.PluginError = PluginError;
    api.ExecuteBinaryInDistribution = ExecuteBinaryInDistribution;
    api.WSLCMountFolder = WSLCMountFolder;
    api.WSLCUnmountFolder = WSLCUnmountFolder;
    api.WSLCCreateProcess = WSLCCreateProcess;
    api.WSLCProcessGetFd = FakeProcess::GetFd;
    api.WSLCProcessGetExitEvent = FakeProcess::GetExitEvent;
    api.WSLCProcessGetExitCode = FakeProcess::GetExitCode;
    api.WSLCReleaseProcess = FakeProcess::Release;
    m_api = Truncated(api, wsl::kWSLPluginAPIV1Members, version);
    m_hooks = Truncated(wsl::WSLPluginHooksV1{}, wsl::kWSLPluginHooksV1Members, version);
}

FakeWsl::~FakeWsl()
{
    s_current = nullptr;
}

HRESULT FakeWsl::Load()
{
    m_hooks = Truncated(wsl::WSLPluginHooksV1{}, wsl::kWSLPluginHooksV1Members, m_version);
    return WSLPluginAPIV1_EntryPoint(
        reinterpret_cast<const wsl::WSLPluginAPIV1*>(m_api.get()),
        reinterpret_cast<wsl::WSLPluginHooksV1*>(m_hooks.get()));
}

const std::optional<std::u16string>& FakeWsl::Message() noexcept
{
    return t_state.lastMessage;
}

HRESULT FakeWsl::Call(HookId hook, const HookInput& given)
{
    wsl::WSLPluginHooksV1 slots{};
    std::memcpy(&slots, m_hooks.get(), wsl::SizeAt(wsl::kWSLPluginHooksV1Members, m_version));
    const PassedArguments passed(given, m_version);
    // A hook within a call of another hook has its own message.
    const ThreadState outer = std::exchange(t_state, {.consumesMessage = InfoOf(hook).messageConsumed});
    const int processes = FakeProcess::Unreleased();
    const HRESULT result = [&] {
        switch (hook)
        {
        case HookId::OnVMStarted:
            return CallSlot(slots.OnVMStarted, passed.session.Get(), passed.settings.Get());
        case HookId::OnVMStopping:
            return CallSlot(slots.OnVMStopping, passed.session.Get());
        case HookId::OnDistributionStarted:
            return CallSlot(slots.OnDistributionStarted, passed.session.Get(), passed.running.Get());
        case HookId::OnDistributionStopping:
            return CallSlot(slots.OnDistributionStopping, passed.session.Get(), passed.running.Get());
        case HookId::OnDistributionRegistered:
            return CallSlot(slots.OnDistributionRegistered, passed.session.Get(), passed.offline.Get());
        case HookId::OnDistributionUnregistered:
            return CallSlot(slots.OnDistributionUnregistered, passed.session.Get(), passed.offline.Get());
        case HookId::OnSessionCreated:
            return CallSlot(slots.OnSessionCreated, passed.container.Get());
        case HookId::OnSessionStopping:
            return CallSlot(slots.OnSessionStopping, passed.container.Get());
        case HookId::ContainerStarted:
            return CallSlot(slots.ContainerStarted, passed.container.Get(), passed.inspection.data());
        case HookId::ContainerStopping:
            return CallSlot(slots.ContainerStopping, passed.container.Get(), passed.inspection.data());
        case HookId::ImageCreated:
            return CallSlot(slots.ImageCreated, passed.container.Get(), passed.inspection.data());
        case HookId::ImageDeleted:
            return CallSlot(slots.ImageDeleted, passed.container.Get(), passed.inspection.data());
        case HookId::WslcVmStarted:
            return CallSlot(slots.WslcVmStarted, passed.container.Get());
        case HookId::WslcVmStopping:
            return CallSlot(slots.WslcVmStopping, passed.container.Get());
        }
        Misuse("a hook that WSL does not have");
    }();
    if (FakeProcess::Unreleased() != processes)
    {
        Misuse("a process that its hook has not released");
    }
    if (t_state.message && !FAILED(result))
    {
        Misuse("a message for the user from a hook that has not failed");
    }
    auto message = std::move(t_state.message);
    t_state = outer;
    t_state.lastMessage = std::move(message);
    return result;
}

ApiAnswer FakeWsl::AnswerTo(ApiCall call)
{
    ApiAnswer answer = onCall ? onCall(call) : ApiAnswer{};
    const std::lock_guard lock(m_lock);
    calls.push_back(std::move(call));
    return answer;
}

HRESULT FakeWsl::Answer(ApiCall call, SOCKET* socket)
{
    const ApiAnswer answer = AnswerTo(std::move(call));
    if (socket != nullptr)
    {
        *socket = answer.socket;
    }
    return answer.result;
}

HRESULT
FakeWsl::MountFolder(wsl::WSLSessionId session, LPCWSTR windowsPath, LPCWSTR linuxPath, BOOL readOnly, LPCWSTR name)
{
    const bool insist = s_current->insistsOnValidText;
    return s_current->Answer(
        {.name = "MountFolder",
         .session = session,
         .texts =
             {Utf16Of(windowsPath, "the Windows path", insist),
              Utf16Of(linuxPath, "the Linux path", insist),
              Utf16Of(name, "the share's name", insist)},
         .readOnly = BoolOf(readOnly)},
        nullptr);
}

HRESULT FakeWsl::ExecuteBinary(wsl::WSLSessionId session, LPCSTR path, LPCSTR* arguments, SOCKET* socket)
{
    const bool insist = s_current->insistsOnValidText;
    return s_current->Answer(
        {.name = "ExecuteBinary",
         .session = session,
         .path = Utf8Of(path, "the program's path", insist),
         .arguments = ArgumentsOf(arguments, insist)},
        socket);
}

HRESULT FakeWsl::ExecuteBinaryInDistribution(
    wsl::WSLSessionId session, const GUID* distribution, LPCSTR path, LPCSTR* arguments, SOCKET* socket)
{
    const bool insist = s_current->insistsOnValidText;
    return s_current->Answer(
        {.name = "ExecuteBinaryInDistribution",
         .session = session,
         .path = Utf8Of(path, "the program's path", insist),
         .arguments = ArgumentsOf(arguments, insist),
         .distribution = *distribution},
        socket);
}

HRESULT
FakeWsl::WSLCMountFolder(wsl::WSLCSessionId session, LPCWSTR windowsPath, LPCSTR mountpoint, BOOL readOnly)
{
    const bool insist = s_current->insistsOnValidText;
    return s_current->Answer(
        {.name = "WSLCMountFolder",
         .session = session,
         .texts = {Utf16Of(windowsPath, "the Windows path", insist)},
         .readOnly = BoolOf(readOnly),
         .path = Utf8Of(mountpoint, "the mount point", insist)},
        nullptr);
}

HRESULT FakeWsl::WSLCUnmountFolder(wsl::WSLCSessionId session, LPCSTR mountpoint)
{
    const bool insist = s_current->insistsOnValidText;
    return s_current->Answer(
        {.name = "WSLCUnmountFolder", .session = session, .path = Utf8Of(mountpoint, "the mount point", insist)},
        nullptr);
}

HRESULT FakeWsl::WSLCCreateProcess(
    wsl::WSLCSessionId session,
    LPCSTR executable,
    LPCSTR* arguments,
    LPCSTR* environment,
    wsl::WSLCProcessHandle* process,
    int* errorNumber)
{
    const bool insist = s_current->insistsOnValidText;
    ApiAnswer answer = s_current->AnswerTo(
        {.name = "WSLCCreateProcess",
         .session = session,
         .path = Utf8Of(executable, "the program's path", insist),
         .arguments = ArgumentsOf(arguments, insist),
         .variables = ArgumentsOf(environment, insist)});
    *errorNumber = answer.errorNumber;
    const HRESULT result = answer.result;
    *process = SUCCEEDED(result) ? new FakeProcess(std::move(answer)) : nullptr;
    return result;
}

HRESULT FakeWsl::PluginError(LPCWSTR userMessage)
{
    if (!t_state.consumesMessage)
    {
        Misuse("a message for the user where WSL consumes none");
    }
    if (t_state.message)
    {
        Misuse("a second message for the user");
    }
    t_state.message = Utf16Of(userMessage, "the message for the user", true);
    return S_OK;
}
