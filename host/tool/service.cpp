#include "tool/service.h"
#include "win32/handle.h"
#include "win32/last_error.h"
#include <array>
#include <cstddef>

namespace tool {

namespace {

constexpr wchar_t kName[] = L"WSLService";
constexpr DWORD kStatePause = 100; // milliseconds
constexpr DWORD kStatePatience = 60'000;

struct ServiceTraits
{
    using Type = SC_HANDLE;
    static constexpr Type kInvalid = nullptr;
    static void Close(Type handle) noexcept
    {
        CloseServiceHandle(handle);
    }
};

using UniqueService = win32::Unique<ServiceTraits>;

// Null, with the last error set, if the service does not exist or may not be opened.
UniqueService Open(DWORD access)
{
    const UniqueService manager(OpenSCManagerW(nullptr, nullptr, SC_MANAGER_CONNECT));
    return UniqueService(manager ? OpenServiceW(manager.Get(), kName, access) : nullptr);
}

DWORD StateOf(const UniqueService& service)
{
    SERVICE_STATUS status{};
    return QueryServiceStatus(service.Get(), &status) ? status.dwCurrentState : 0;
}

HRESULT WaitFor(const UniqueService& service, DWORD state)
{
    for (DWORD waited = 0; waited < kStatePatience; waited += kStatePause)
    {
        if (StateOf(service) == state)
        {
            return S_OK;
        }
        Sleep(kStatePause);
    }
    return HRESULT_FROM_WIN32(ERROR_TIMEOUT);
}

struct ProcessTraits
{
    using Type = HANDLE;
    static constexpr Type kInvalid = nullptr;
    static void Close(Type handle) noexcept
    {
        CloseHandle(handle);
    }
};

// The service's process, which keeps its DLLs in use for a moment after the service has stopped. Null if there is none.
win32::Unique<ProcessTraits> ProcessOf(const UniqueService& service)
{
    SERVICE_STATUS_PROCESS status{};
    DWORD needed = 0;
    const bool isRead = QueryServiceStatusEx(
        service.Get(), SC_STATUS_PROCESS_INFO, reinterpret_cast<BYTE*>(&status), sizeof(status), &needed);
    return win32::Unique<ProcessTraits>(
        isRead && status.dwProcessId != 0 ? OpenProcess(SYNCHRONIZE, FALSE, status.dwProcessId) : nullptr);
}

} // namespace

std::optional<ServiceState> ReadServiceState()
{
    const UniqueService service = Open(SERVICE_QUERY_STATUS | SERVICE_QUERY_CONFIG);
    if (!service)
    {
        return std::nullopt;
    }
    // The longest text that the function returns.
    alignas(QUERY_SERVICE_CONFIGW) std::array<std::byte, 8 * 1024> buffer;
    auto* const configuration = reinterpret_cast<QUERY_SERVICE_CONFIGW*>(buffer.data());
    DWORD needed = 0;
    const bool isRead = QueryServiceConfigW(service.Get(), configuration, static_cast<DWORD>(buffer.size()), &needed);
    return ServiceState{StateOf(service) == SERVICE_RUNNING, isRead && configuration->dwStartType == SERVICE_DISABLED};
}

HRESULT StopWsl()
{
    const UniqueService service = Open(SERVICE_QUERY_STATUS | SERVICE_STOP);
    if (!service)
    {
        return win32::LastError();
    }
    const auto process = ProcessOf(service);
    SERVICE_STATUS status{};
    if (!ControlService(service.Get(), SERVICE_CONTROL_STOP, &status) && GetLastError() != ERROR_SERVICE_NOT_ACTIVE)
    {
        return win32::LastError();
    }
    const HRESULT result = WaitFor(service, SERVICE_STOPPED);
    if (SUCCEEDED(result) && process)
    {
        WaitForSingleObject(process.Get(), kStatePatience);
    }
    return result;
}

HRESULT StartWsl()
{
    const UniqueService service = Open(SERVICE_QUERY_STATUS | SERVICE_START);
    if (!service)
    {
        return win32::LastError();
    }
    if (!StartServiceW(service.Get(), 0, nullptr) && GetLastError() != ERROR_SERVICE_ALREADY_RUNNING)
    {
        return win32::LastError();
    }
    return WaitFor(service, SERVICE_RUNNING);
}

} // namespace tool
