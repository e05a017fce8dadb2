// Processes in the VMs of container sessions: three streams and WSL's process object.
#include "generated/hresults.h"
#include "generated/natives.h"
#include "natives/null_terminated.h"
#include "plugin/linux_command.h"
#include "plugin/script.h"
#include "win32/io_handle.h"
#include <algorithm>
#include <cstring>
#include <iterator>
#include <vector>

namespace {

// The result of _wslcCreateProcess.
struct Started
{
    int32_t result = S_OK;
    int32_t errorNumber = 0;
    int32_t process = 0;
    int32_t input = 0;
    int32_t output = 0;
    int32_t errors = 0;
};

std::vector<uint8_t> AsBytes(const Started& started)
{
    std::vector<uint8_t> bytes(sizeof(started));
    std::memcpy(bytes.data(), &started, sizeof(started));
    return bytes;
}

// A success without a handle must count as a failure.
win32::UniqueFile Own(HANDLE handle) noexcept
{
    return win32::UniqueFile(handle == nullptr ? INVALID_HANDLE_VALUE : handle);
}

int32_t AddStream(Script& script, wsl::WSLCProcessHandle process, wsl::WSLCProcessFd fd)
{
    HANDLE handle = nullptr;
    if (const HRESULT result = script.Api().WSLCProcessGetFd(process, fd, &handle); FAILED(result))
    {
        return result;
    }
    win32::UniqueFile owned = Own(handle);
    return owned ? script.Streams().Add(win32::IoHandle(std::move(owned))) : E_UNEXPECTED;
}

int32_t AddProcess(Script& script, ProcessObject& process)
{
    HANDLE handle = nullptr;
    if (const HRESULT result = script.Api().WSLCProcessGetExitEvent(process.get(), &handle); FAILED(result))
    {
        return result;
    }
    win32::UniqueFile owned = Own(handle);
    return owned ? script.Streams().AddProcess(std::move(process), std::move(owned)) : E_UNEXPECTED;
}

// All or nothing: the handles of a process that cannot be used are closed.
Started Adopt(Script& script, ProcessObject process)
{
    const wsl::WSLCProcessHandle handle = process.get();
    Started started;
    started.input = AddStream(script, handle, wsl::WSLCProcessFdStdin);
    started.output = AddStream(script, handle, wsl::WSLCProcessFdStdout);
    started.errors = AddStream(script, handle, wsl::WSLCProcessFdStderr);
    const int32_t streams[] = {started.input, started.output, started.errors};
    const auto failed = std::ranges::find_if(streams, [](int32_t number) { return FAILED(number); });
    started.process = failed == std::end(streams) ? AddProcess(script, process) : *failed;
    if (SUCCEEDED(started.process))
    {
        return started;
    }
    for (const int32_t number : streams)
    {
        script.Streams().Close(number);
    }
    return {.result = started.process};
}

Started Start(
    Script& script,
    uint32_t session,
    const std::string& path,
    const std::vector<std::string>& argv,
    const std::vector<std::string>& variables)
{
    const wsl::WSLPluginAPIV1& api = script.Api();
    std::vector<LPCSTR> arguments = NullTerminated(argv);
    std::vector<LPCSTR> environment = NullTerminated(variables);
    wsl::WSLCProcessHandle handle = nullptr;
    int errorNumber = 0;
    const HRESULT result = api.WSLCCreateProcess(
        session, path.c_str(), arguments.data(), environment.data(), &handle, &errorNumber);
    ProcessObject process(handle, api.WSLCReleaseProcess);
    if (FAILED(result))
    {
        return {.result = result, .errorNumber = errorNumber};
    }
    return process ? Adopt(script, std::move(process)) : Started{.result = E_UNEXPECTED};
}

} // namespace

std::vector<uint8_t> natives::WslcCreateProcess(
    Script& script, uint32_t session, const std::string& path, const std::string& argv, const std::string& variables)
{
    if (!script.Reaches({session, SessionKind::Containers}))
    {
        return AsBytes({.result = hresults::kWslcESessionNotFound});
    }
    const auto environment = MakeContainerEnvironment(variables);
    if (!environment || !path.starts_with('/'))
    {
        return AsBytes({.result = E_INVALIDARG});
    }
    const std::vector<std::string> arguments = SplitAtNul(argv);
    if (script.Denies(script.GetPermissions().JudgeProgram("container", path, arguments[0])) ||
        std::ranges::any_of(environment->needed, [&](const Permission& each) { return script.Lacks(each); }))
    {
        return AsBytes({.result = hresults::kEAccessdenied});
    }
    return AsBytes(Start(script, session, path, arguments, environment->variables));
}

int32_t natives::WslcExitCode(Script& script, int32_t number)
{
    const wsl::WSLCProcessHandle process = script.Streams().FindProcess(number);
    if (process == nullptr)
    {
        return hresults::kWsaenotsock;
    }
    int code = -1;
    const HRESULT result = script.Api().WSLCProcessGetExitCode(process, &code);
    if (FAILED(result))
    {
        return result;
    }
    // The script would read a code below zero as an HRESULT.
    return code < 0 ? E_UNEXPECTED : code;
}
