#include "fake_wsl.h"
#include "fake_windows.h"
#include "text/utf.h"
#include <algorithm>
#include <cstring>
#include <span>
#include <utility>

extern "C" HRESULT WSLPluginAPIV1_EntryPoint(const wsl::WSLPluginAPIV1* api, wsl::WSLPluginHooksV1* hooks) noexcept;

namespace {

// What PluginError has to do with, on each thread.
struct ThreadState
{
    bool consumesMessage = false;
    std::optional<std::u16string> message{};
    std::optional<std::u16string> lastMessage{};
};
thread_local ThreadState t_state;

// The bytes of a struct that a WSL of this version has, and not one more: whoever touches what is behind them is found.
template <class Struct>
std::unique_ptr<std::byte[]>
Truncated(const Struct& full, std::span<const wsl::Member> members, wsl::WSLVersion version)
{
    const size_t size = wsl::SizeAt(members, version);
    auto bytes = std::make_unique<std::byte[]>(size);
    std::memcpy(bytes.get(), &full, size);
    return bytes;
}

template <class Struct>
class PassedStruct
{
public:
    PassedStruct(const Struct& full, std::span<const wsl::Member> members, wsl::WSLVersion version) :
        m_bytes(Truncated(full, members, version))
    {}

    const Struct* Get() const noexcept
    {
        return reinterpret_cast<const Struct*>(m_bytes.get());
    }

private:
    std::unique_ptr<std::byte[]> m_bytes;
};

// Text as WSL passes it, in memory of its own.
class PassedText
{
public:
    explicit PassedText(const HookInput::Text& text)
    {
        if (text)
        {
            m_units.assign(text->begin(), text->end());
            m_units.push_back(u'\0');
            m_units.shrink_to_fit();
        }
    }

    LPCWSTR Get() const noexcept
    {
        return m_units.empty() ? nullptr : m_units.data();
    }

private:
    std::vector<char16_t> m_units;
};

// All that a hook's arguments point to.
struct PassedArguments
{
    PassedArguments(const HookInput& input, wsl::WSLVersion wslVersion) :
        sid(input.sid), name(input.name), packageFamilyName(input.packageFamilyName), flavor(input.flavor),
        version(input.version), displayName(input.displayName),
        inspection(input.inspection.c_str(), input.inspection.c_str() + input.inspection.size() + 1),
        session(
            {input.session, nullptr, const_cast<char16_t*>(sid.Get())}, wsl::kWSLSessionInformationMembers, wslVersion),
        settings({input.configuration}, wsl::kWSLVmCreationSettingsMembers, wslVersion),
        running(
            {input.distribution,
             name.Get(),
             input.pidNamespace,
             packageFamilyName.Get(),
             input.initPid,
             flavor.Get(),
             version.Get()},
            wsl::kWSLDistributionInformationMembers,
            wslVersion),
        offline(
            {input.distribution, name.Get(), packageFamilyName.Get(), flavor.Get(), version.Get()},
            wsl::kWslOfflineDistributionInformationMembers,
            wslVersion),
        container(
            {input.session, displayName.Get(), input.applicationPid, nullptr, const_cast<char16_t*>(sid.Get())},
            wsl::kWSLCSessionInformationMembers,
            wslVersion)
    {}

    PassedText sid, name, packageFamilyName, flavor, version, displayName;
    std::vector<char> inspection;
    PassedStruct<wsl::WSLSessionInformation> session;
    PassedStruct<wsl::WSLVmCreationSettings> settings;
    PassedStruct<wsl::WSLDistributionInformation> running;
    PassedStruct<wsl::WslOfflineDistributionInformation> offline;
    PassedStruct<wsl::WSLCSessionInformation> container;
};

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

// WSL's object for a process of a container session.
struct FakeProcess
{
    ApiAnswer answer;
    DWORD thread = GetCurrentThreadId();
    bool isTaken[3] = {};
    HANDLE exited = nullptr;
};

// Those that this thread has made and not released.
thread_local int t_processes = 0;

FakeProcess& ProcessOf(wsl::WSLCProcessHandle handle)
{
    auto& process = *static_cast<FakeProcess*>(handle);
    if (process.thread != GetCurrentThreadId())
    {
        Misuse("a process on a thread that has not made it");
    }
    return process;
}

HRESULT GetFd(wsl::WSLCProcessHandle handle, wsl::WSLCProcessFd fd, HANDLE* stream)
{
    FakeProcess& process = ProcessOf(handle);
    if (std::exchange(process.isTaken[fd], true))
    {
        Misuse("a stream that has been fetched already");
    }
    if (fd == wsl::WSLCProcessFdStderr && FAILED(process.answer.streamResult))
    {
        return process.answer.streamResult;
    }
    FakeSocket pipe{.ended = true, .isPipe = true};
    const std::string text = fd == wsl::WSLCProcessFdStdout ? process.answer.output : process.answer.errors;
    if (fd != wsl::WSLCProcessFdStdin && !text.empty())
    {
        pipe.incoming.emplace_back(text.begin(), text.end());
    }
    *stream = reinterpret_cast<HANDLE>(FakeWindows::Get().Connect(std::move(pipe)));
    return S_OK;
}

HRESULT GetExitEvent(wsl::WSLCProcessHandle handle, HANDLE* event)
{
    FakeProcess& process = ProcessOf(handle);
    process.exited = *event = FakeWindows::Get().MakeEvent(process.answer.hasEnded);
    return S_OK;
}

HRESULT GetExitCode(wsl::WSLCProcessHandle handle, int* code)
{
    const FakeProcess& process = ProcessOf(handle);
    if (!FakeWindows::Get().events.at(process.exited))
    {
        return static_cast<HRESULT>(0x8007139F); // ERROR_INVALID_STATE
    }
    *code = process.answer.exitCode;
    return S_OK;
}

void ReleaseProcess(wsl::WSLCProcessHandle handle)
{
    if (handle == nullptr)
    {
        return;
    }
    FakeProcess* process = &ProcessOf(handle);
    if (process->exited != nullptr && FakeWindows::Get().events.contains(process->exited))
    {
        Misuse("a process released before its event was closed");
    }
    delete process;
    t_processes--;
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
    api.WSLCProcessGetFd = GetFd;
    api.WSLCProcessGetExitEvent = GetExitEvent;
    api.WSLCProcessGetExitCode = GetExitCode;
    api.WSLCReleaseProcess = ReleaseProcess;
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
    // A hook within a call of another has a message of its own.
    const ThreadState outer = std::exchange(t_state, {.consumesMessage = InfoOf(hook).messageConsumed});
    const int processes = t_processes;
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
    if (t_processes != processes)
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

HRESULT FakeWsl::Answer(ApiCall call, SOCKET* socket)
{
    const ApiAnswer answer = onCall ? onCall(call) : ApiAnswer{};
    {
        const std::lock_guard lock(m_lock);
        calls.push_back(std::move(call));
    }
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
    if (readOnly != 0 && readOnly != 1)
    {
        Misuse("a BOOL that is neither TRUE nor FALSE");
    }
    return s_current->Answer(
        {.name = "MountFolder",
         .session = session,
         .texts =
             {Utf16Of(windowsPath, "the Windows path", insist),
              Utf16Of(linuxPath, "the Linux path", insist),
              Utf16Of(name, "the share's name", insist)},
         .readOnly = readOnly != 0},
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
    if (readOnly != 0 && readOnly != 1)
    {
        Misuse("a BOOL that is neither TRUE nor FALSE");
    }
    return s_current->Answer(
        {.name = "WSLCMountFolder",
         .session = session,
         .texts = {Utf16Of(windowsPath, "the Windows path", insist)},
         .readOnly = readOnly != 0,
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
    ApiCall call{
        .name = "WSLCCreateProcess",
        .session = session,
        .path = Utf8Of(executable, "the program's path", insist),
        .arguments = ArgumentsOf(arguments, insist),
        .variables = ArgumentsOf(environment, insist)};
    ApiAnswer answer = s_current->onCall ? s_current->onCall(call) : ApiAnswer{};
    {
        const std::lock_guard lock(s_current->m_lock);
        s_current->calls.push_back(std::move(call));
    }
    *process = nullptr;
    *errorNumber = answer.errorNumber;
    const HRESULT result = answer.result;
    if (SUCCEEDED(result))
    {
        *process = new FakeProcess{.answer = std::move(answer)};
        t_processes++;
    }
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
