#include "container_process.h"
#include "agent_client.h"
#include "api_call.h"
#include <array>
#include <memory>
#include <winsock2.h>

namespace standin {

namespace {

constexpr HRESULT kWrongThread = static_cast<HRESULT>(0x8001010E); // RPC_E_WRONG_THREAD
constexpr int kKilled = 128 + 9;

thread_local size_t t_unreleased = 0;

// The connections of one process: standard input, output and error, and one on which the agent reports its end.
class ContainerProcess
{
public:
    explicit ContainerProcess(std::array<SOCKET, 4> sockets) :
        m_sockets(sockets), m_exited(WSACreateEvent()), m_thread(GetCurrentThreadId())
    {
        WSAEventSelect(m_sockets[3], m_exited, FD_READ | FD_CLOSE);
        t_unreleased++;
    }

    // Closes the streams too that the plugin has not fetched.
    ~ContainerProcess()
    {
        for (const SOCKET socket : m_sockets)
        {
            if (socket != INVALID_SOCKET)
            {
                closesocket(socket);
            }
        }
        WSACloseEvent(m_exited);
        t_unreleased--;
    }
    ContainerProcess(const ContainerProcess&) = delete;
    ContainerProcess& operator=(const ContainerProcess&) = delete;

    bool IsOwnThread() const noexcept
    {
        return m_thread == GetCurrentThreadId();
    }

    HRESULT GetFd(wsl::WSLCProcessFd fd, SOCKET* fetched)
    {
        if (fd < wsl::WSLCProcessFdStdin || fd > wsl::WSLCProcessFdStderr)
        {
            return E_INVALIDARG;
        }
        SOCKET& socket = m_sockets[static_cast<size_t>(fd)];
        if (socket == INVALID_SOCKET)
        {
            return HRESULT_FROM_WIN32(ERROR_INVALID_STATE);
        }
        *fetched = std::exchange(socket, INVALID_SOCKET);
        return S_OK;
    }

    HRESULT GetExitEvent(HANDLE* event) const
    {
        const HANDLE process = GetCurrentProcess();
        return DuplicateHandle(process, m_exited, process, event, SYNCHRONIZE, FALSE, 0)
            ? S_OK
            : HRESULT_FROM_WIN32(GetLastError());
    }

    // The agent sends it as one byte. A broken connection is how the end of the VM appears.
    HRESULT GetExitCode(int* code) const
    {
        unsigned char byte = 0;
        const int count = recv(m_sockets[3], reinterpret_cast<char*>(&byte), 1, MSG_PEEK);
        if (count < 0 && WSAGetLastError() == WSAEWOULDBLOCK)
        {
            return HRESULT_FROM_WIN32(ERROR_INVALID_STATE);
        }
        *code = count == 1 ? byte : kKilled;
        return S_OK;
    }

private:
    std::array<SOCKET, 4> m_sockets;
    const HANDLE m_exited;
    const DWORD m_thread;
};

// A call for a process: on a thread other than the one that made it, it fails, as the proxy of a COM object does.
template <class Serve>
HRESULT ServeProcess(const char* name, wsl::WSLCProcessHandle handle, Serve&& serve, SOCKET* socket = nullptr) noexcept
{
    auto* process = static_cast<ContainerProcess*>(handle);
    Call call(name);
    return call.ServeFreely(socket, [&]() -> HRESULT {
        if (process == nullptr)
        {
            return E_POINTER;
        }
        return process->IsOwnThread() ? serve(*process) : kWrongThread;
    });
}

HRESULT CreateProcessIn(
    wsl::WSLCSessionId session,
    LPCSTR path,
    LPCSTR* arguments,
    LPCSTR* environment,
    wsl::WSLCProcessHandle* process,
    int* errorNumber) noexcept
{
    Call call("WSLCCreateProcess");
    Message request("0", "wslc-execute");
    for (Message* message : {&call.Arguments(), &request})
    {
        message->Add("session", uint64_t{session}).Add("path", path).AddAll("argument", arguments);
    }
    request.AddAll("variable", environment);
    return call.ServeContainers(session, [&]() -> HRESULT {
        if (path == nullptr || process == nullptr)
        {
            return E_POINTER;
        }
        *process = nullptr;
        std::array<SOCKET, 4> sockets;
        int error = 0;
        const HRESULT result = AskAgentForProcess(request, sockets, error);
        if (errorNumber != nullptr)
        {
            *errorNumber = error;
        }
        if (SUCCEEDED(result))
        {
            *process = new ContainerProcess(sockets);
        }
        return result;
    });
}

HRESULT GetFd(wsl::WSLCProcessHandle process, wsl::WSLCProcessFd fd, HANDLE* handle) noexcept
{
    SOCKET socket = INVALID_SOCKET;
    const HRESULT result = ServeProcess(
        "WSLCProcessGetFd", process, [&](ContainerProcess& own) { return own.GetFd(fd, &socket); }, &socket);
    *handle = reinterpret_cast<HANDLE>(socket);
    return result;
}

HRESULT GetExitEvent(wsl::WSLCProcessHandle process, HANDLE* event) noexcept
{
    return ServeProcess(
        "WSLCProcessGetExitEvent", process, [&](ContainerProcess& own) { return own.GetExitEvent(event); });
}

HRESULT GetExitCode(wsl::WSLCProcessHandle process, int* exitCode) noexcept
{
    *exitCode = -1;
    return ServeProcess(
        "WSLCProcessGetExitCode", process, [&](ContainerProcess& own) { return own.GetExitCode(exitCode); });
}

void Release(wsl::WSLCProcessHandle process) noexcept
{
    ServeProcess("WSLCReleaseProcess", process, [](ContainerProcess& own) {
        delete &own;
        return S_OK;
    });
}

} // namespace

void AddContainerProcessCalls(wsl::WSLPluginAPIV1& table)
{
    table.WSLCCreateProcess = CreateProcessIn;
    table.WSLCProcessGetFd = GetFd;
    table.WSLCProcessGetExitEvent = GetExitEvent;
    table.WSLCProcessGetExitCode = GetExitCode;
    table.WSLCReleaseProcess = Release;
}

size_t UnreleasedProcesses() noexcept
{
    return t_unreleased;
}

} // namespace standin
