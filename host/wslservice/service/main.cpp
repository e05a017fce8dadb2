// WSL's service as Windows' service manager sees it: at its start it loads the plugins listed in the registry, like
// PluginManager::LoadPlugins in a build that needs no signatures, and keeps them until it is stopped. It never calls
// their hooks.
#include "../plugins.h"
#include <windows.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace {

constexpr wchar_t kName[] = L"WSLService";
constexpr wchar_t kPlugins[] = L"SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Lxss\\Plugins";
constexpr wsl::WSLVersion kVersion{2, 4, 4};

SERVICE_STATUS_HANDLE s_handle = nullptr;
HANDLE s_stopped = nullptr;

void Report(DWORD state)
{
    SERVICE_STATUS status{};
    status.dwServiceType = SERVICE_WIN32_OWN_PROCESS;
    status.dwCurrentState = state;
    status.dwControlsAccepted = state == SERVICE_RUNNING ? SERVICE_ACCEPT_STOP : 0;
    SetServiceStatus(s_handle, &status);
}

DWORD WINAPI Control(DWORD control, DWORD, void*, void*)
{
    if (control == SERVICE_CONTROL_STOP)
    {
        Report(SERVICE_STOP_PENDING);
        SetEvent(s_stopped);
    }
    return NO_ERROR;
}

// Each path once, in the order of the registry; only values that are REG_SZ.
std::vector<std::wstring> PluginPaths()
{
    std::vector<std::wstring> paths;
    HKEY key = nullptr;
    if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, kPlugins, 0, KEY_READ, &key) != ERROR_SUCCESS)
    {
        return paths;
    }
    for (DWORD index = 0;; index++)
    {
        wchar_t name[256];
        wchar_t path[1024] = {};
        DWORD nameLength = std::size(name);
        DWORD size = sizeof(path) - sizeof(wchar_t);
        DWORD type = 0;
        if (RegEnumValueW(key, index, name, &nameLength, nullptr, &type, reinterpret_cast<BYTE*>(path), &size) !=
            ERROR_SUCCESS)
        {
            break;
        }
        if (type == REG_SZ && std::find(paths.begin(), paths.end(), path) == paths.end())
        {
            paths.emplace_back(path);
        }
    }
    RegCloseKey(key);
    return paths;
}

void WINAPI Serve(DWORD, LPWSTR*)
{
    s_stopped = CreateEventW(nullptr, TRUE, FALSE, nullptr);
    s_handle = RegisterServiceCtrlHandlerExW(kName, Control, nullptr);
    Report(SERVICE_START_PENDING);
    // Wine gives services another one than programs.
    SetEnvironmentVariableW(L"ProgramData", L"C:\\ProgramData");
    std::vector<std::unique_ptr<standin::Plugin>> plugins;
    for (const std::wstring& path : PluginPaths())
    {
        plugins.push_back(std::make_unique<standin::Plugin>(std::to_string(plugins.size()), kVersion));
        plugins.back()->Load(path);
    }
    Report(SERVICE_RUNNING);
    WaitForSingleObject(s_stopped, INFINITE);
    Report(SERVICE_STOPPED);
    ExitProcess(0);
}

} // namespace

int main()
{
    wchar_t name[] = L"WSLService";
    const SERVICE_TABLE_ENTRYW services[] = {{name, Serve}, {nullptr, nullptr}};
    return StartServiceCtrlDispatcherW(services) ? 0 : 1;
}
