// What WSL knows of this DLL: the entry point, and through it the hooks. Nothing but HRESULTs leaves here.
#include "engine/fault_handler.h"
#include "plugin/hook_runner.h"
#include "plugin/plugin.h"
#include <memory>
#include <mutex>
#include <new>

namespace {

std::mutex g_startLock;
// Not destroyed by the C++ runtime: at the end of the process the threads that hold its locks are gone already.
Plugin* g_plugin = nullptr;

template <class Function>
HRESULT ToHresult(Function&& function) noexcept
try
{
    return function();
}
catch (const std::bad_alloc&)
{
    return E_OUTOFMEMORY;
}
catch (...)
{
    return E_UNEXPECTED;
}

} // namespace

HRESULT RunHook(HookId hook, const ArgumentWriter& writeArguments) noexcept
{
    return ToHresult([&] { return g_plugin->Run(hook, writeArguments); });
}

wsl::WSLVersion ApiVersion() noexcept
{
    return g_plugin->Version();
}

// WSL calls this once after LoadLibrary, with tables that live as long as the process (`api`) and as this call
// (`hooks`). WslPluginApi.h: WSLPluginAPI_EntryPointV1.
extern "C" HRESULT WSLPluginAPIV1_EntryPoint(const wsl::WSLPluginAPIV1* api, wsl::WSLPluginHooksV1* hooks) noexcept
{
    if (api == nullptr || hooks == nullptr)
    {
        return E_INVALIDARG;
    }
    return ToHresult([&] {
        std::lock_guard lock(g_startLock);
        if (g_plugin == nullptr)
        {
            WSADATA data;
            if (const int error = WSAStartup(MAKEWORD(2, 2), &data); error != 0)
            {
                return HRESULT_FROM_WIN32(static_cast<DWORD>(error));
            }
            g_plugin = new Plugin(*api);
        }
        return g_plugin->Start(*hooks);
    });
}

BOOL WINAPI DllMain(HINSTANCE, DWORD reason, LPVOID processEnds)
{
    if (reason == DLL_PROCESS_DETACH && processEnds == nullptr)
    {
        delete g_plugin;
        engine::FaultHandler::Remove();
    }
    return TRUE;
}
