#include "plugin_api.h"
#include "agent_client.h"
#include "api_call.h"
#include "container_process.h"
#include "guarded_memory.h"
#include "guid.h"
#include <cstring>

namespace standin {

namespace {

// The folder in Linux that stands for a folder of Windows; nothing if that does not exist.
void AddSource(Message& request, LPCWSTR windowsPath)
{
    if (GetFileAttributesW(windowsPath) != INVALID_FILE_ATTRIBUTES)
    {
        request.Add("source", LinuxPathOf(windowsPath));
    }
}

HRESULT
MountFolder(wsl::WSLSessionId session, LPCWSTR windowsPath, LPCWSTR linuxPath, BOOL readOnly, LPCWSTR name) noexcept
{
    Call call("MountFolder");
    call.Arguments()
        .Add("session", uint64_t{session})
        .Add("windowsPath", windowsPath)
        .Add("linuxPath", linuxPath)
        .Add("readOnly", uint64_t{readOnly ? 1u : 0u})
        .Add("name", name);
    return call.Serve(session, nullptr, [&]() -> HRESULT {
        if (windowsPath == nullptr || linuxPath == nullptr || name == nullptr)
        {
            return E_INVALIDARG;
        }
        Message request("0", "mount");
        request.Add("session", uint64_t{session}).Add("readOnly", uint64_t{readOnly ? 1u : 0u});
        request.Add("target", linuxPath).Add("name", name);
        AddSource(request, windowsPath);
        return AskAgent(request);
    });
}

HRESULT Execute(
    const char* name,
    wsl::WSLSessionId session,
    const GUID* distribution,
    LPCSTR path,
    LPCSTR* arguments,
    SOCKET* socket) noexcept
{
    Call call(name);
    Message request("0", "execute");
    for (Message* message : {&call.Arguments(), &request})
    {
        message->Add("session", uint64_t{session});
        if (distribution != nullptr)
        {
            message->Add("distribution", GuidText(*distribution));
        }
        message->Add("path", path).AddAll("argument", arguments);
    }
    return call.Serve(session, socket, [&]() -> HRESULT {
        if (path == nullptr || arguments == nullptr || socket == nullptr)
        {
            return E_INVALIDARG;
        }
        SOCKET connected = INVALID_SOCKET;
        const HRESULT result = AskAgentForProcess(request, &connected);
        if (SUCCEEDED(result))
        {
            *socket = connected;
        }
        return result;
    });
}

HRESULT ExecuteBinary(wsl::WSLSessionId session, LPCSTR path, LPCSTR* arguments, SOCKET* socket) noexcept
{
    return Execute("ExecuteBinary", session, nullptr, path, arguments, socket);
}

HRESULT ExecuteBinaryInDistribution(
    wsl::WSLSessionId session, const GUID* distribution, LPCSTR path, LPCSTR* arguments, SOCKET* socket) noexcept
{
    // WSL checks this before it looks up the session.
    if (distribution == nullptr)
    {
        Call call("ExecuteBinaryInDistribution");
        call.Arguments().Add("session", uint64_t{session});
        return call.Report(E_INVALIDARG);
    }
    return Execute("ExecuteBinaryInDistribution", session, distribution, path, arguments, socket);
}

HRESULT
WSLCMountFolder(wsl::WSLCSessionId session, LPCWSTR windowsPath, LPCSTR mountpoint, BOOL readOnly) noexcept
{
    Call call("WSLCMountFolder");
    call.Arguments().Add("session", uint64_t{session}).Add("windowsPath", windowsPath);
    call.Arguments().Add("mountpoint", mountpoint).Add("readOnly", uint64_t{readOnly ? 1u : 0u});
    return call.ServeContainers(session, [&]() -> HRESULT {
        if (windowsPath == nullptr || mountpoint == nullptr)
        {
            return E_POINTER;
        }
        Message request("0", "wslc-mount");
        request.Add("session", uint64_t{session}).Add("readOnly", uint64_t{readOnly ? 1u : 0u});
        request.Add("target", mountpoint);
        AddSource(request, windowsPath);
        return AskAgent(request);
    });
}

HRESULT WSLCUnmountFolder(wsl::WSLCSessionId session, LPCSTR mountpoint) noexcept
{
    Call call("WSLCUnmountFolder");
    call.Arguments().Add("session", uint64_t{session}).Add("mountpoint", mountpoint);
    return call.ServeContainers(session, [&]() -> HRESULT {
        if (mountpoint == nullptr)
        {
            return E_POINTER;
        }
        Message request("0", "wslc-unmount");
        request.Add("session", uint64_t{session}).Add("target", mountpoint);
        return AskAgent(request);
    });
}

HRESULT PluginError(LPCWSTR message) noexcept
{
    Call call("PluginError");
    call.Arguments().Add("message", message);
    const auto fault = NextFault("PluginError");
    return call.Report(fault && fault->result ? *fault->result : SetPluginError(message));
}

// Fills the version's members; reserved ones stay NULL.
void FillTable(std::byte* table, size_t size, const wsl::WSLVersion& version)
{
    wsl::WSLPluginAPIV1 whole = {};
    whole.Version = version;
    whole.MountFolder = MountFolder;
    whole.ExecuteBinary = ExecuteBinary;
    whole.PluginError = PluginError;
    whole.ExecuteBinaryInDistribution = ExecuteBinaryInDistribution;
    whole.WSLCMountFolder = WSLCMountFolder;
    whole.WSLCUnmountFolder = WSLCUnmountFolder;
    AddContainerProcessCalls(whole);
    std::memcpy(table, &whole, size);
}

} // namespace

const wsl::WSLPluginAPIV1* ApiTable(const wsl::WSLVersion& version)
{
    const size_t size = wsl::SizeAt(wsl::kWSLPluginAPIV1Members, version);
    static GuardedBlock& s_table = *new GuardedBlock("WSLPluginAPIV1", size);
    static const bool s_filled = [&] {
        FillTable(s_table.As<std::byte>(), size, version);
        s_table.MakeReadOnly();
        return true;
    }();
    return s_filled ? s_table.As<const wsl::WSLPluginAPIV1>() : nullptr;
}

} // namespace standin
