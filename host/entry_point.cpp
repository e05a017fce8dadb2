// The functions that WSL calls in this DLL: the entry point and, through it, the hooks. Only HRESULTs leave this file.
#include "plugin/hook_runner.h"
#include "plugin/plugin.h"
#include "plugin/session_copy.h"
#include "win32/fail_fast.h"
#include "win32/module.h"
#include "win32/own_identity.h"
#include "win32/start_sockets.h"
#include <memory>
#include <mutex>
#include <new>

namespace {

// The plugin of the latest call of the entry point. Never destroyed: when the process ends, the threads that hold its
// locks are gone already.
struct CurrentPlugin
{
    std::mutex mutex;
    std::shared_ptr<Plugin> plugin;
};

CurrentPlugin& Current()
{
    static auto& current = *new CurrentPlugin();
    return current;
}

std::shared_ptr<Plugin> ThePlugin()
{
    CurrentPlugin& current = Current();
    const std::lock_guard lock(current.mutex);
    return current.plugin;
}

void SetThePlugin(std::shared_ptr<Plugin> plugin)
{
    CurrentPlugin& current = Current();
    const std::lock_guard lock(current.mutex);
    current.plugin.swap(plugin);
}

void ReportCrash(const char* what) noexcept
{
    if (const auto plugin = ThePlugin())
    {
        plugin->ReportCrash(what);
    }
}

HRESULT Start(const wsl::WSLPluginAPIV1& api, wsl::WSLPluginHooksV1& hooks)
{
    win32::FailFastOnTerminate(ReportCrash);
    if (const HRESULT result = win32::StartSockets(); FAILED(result))
    {
        return result;
    }
    // The caller that frees the library cannot know which hooks and timers still run.
    if (const HRESULT result = win32::PinThisModule(); FAILED(result))
    {
        return result;
    }
    const auto plugin = std::make_shared<Plugin>(api);
    SetThePlugin(plugin);
    return plugin->Start(hooks);
}

template <class Function>
HRESULT Enter(Function&& function) noexcept
try
{
    const win32::OwnIdentity self;
    return SUCCEEDED(self.Result()) ? function() : self.Result();
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

HRESULT RunHook(HookId hook, const HookSession& session, const ArgumentWriter& writeArguments) noexcept
{
    return Enter([&] { return ThePlugin()->Run(hook, session, writeArguments); });
}

HRESULT RunLastHook(HookId hook, const wsl::WSLCSessionInformation& session, LastArgumentWriter write) noexcept
{
    return Enter([&] {
        const auto copy = std::make_shared<const SessionCopy>(session);
        const SessionId id{session.SessionId, SessionKind::Containers};
        ThePlugin()->EndSession(id, LastHook{hook, [=](ArgumentList& list) { write(list, copy->Get()); }});
        return S_OK;
    });
}

wsl::WSLVersion ApiVersion() noexcept
{
    return ThePlugin()->Version();
}

// WSL calls this once after LoadLibrary, with tables that live as long as the process (`api`) and as this call
// (`hooks`). WslPluginApi.h: WSLPluginAPI_EntryPointV1.
extern "C" HRESULT WSLPluginAPIV1_EntryPoint(const wsl::WSLPluginAPIV1* api, wsl::WSLPluginHooksV1* hooks) noexcept
{
    if (api == nullptr || hooks == nullptr)
    {
        return E_INVALIDARG;
    }
    return Enter([&] { return Start(*api, *hooks); });
}
