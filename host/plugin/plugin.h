// The plugin in this DLL: an instance of its script for each session, and the handling of their failures. WSL may call
// from any thread, and from within the plugin's own calls to WSL.
#pragma once
#include "generated/hook_table.h"
#include "generated/wsl_abi.h"
#include "plugin/hook_runner.h"
#include "plugin/instances.h"
#include "plugin/plugin_context.h"
#include <list>
#include <memory>
#include <mutex>
#include <optional>

class Plugin : public std::enable_shared_from_this<Plugin>
{
public:
    explicit Plugin(const wsl::WSLPluginAPIV1& api);

    // Loads the script and fills the table. Only a script that needs a newer WSL fails here; any other failure would
    // show the user nothing but a number, so the start of a VM reports it.
    HRESULT Start(wsl::WSLPluginHooksV1& hooks);

    HRESULT Run(HookId hook, const HookSession& session, const ArgumentWriter& writeArguments);

    void EndSession(SessionId session, std::optional<LastHook> last)
    {
        m_instances.End(session, std::move(last));
    }

    wsl::WSLVersion Version() const noexcept
    {
        return m_context.api.Version;
    }

    // The last line of a process that is about to end because the host itself has failed.
    void ReportCrash(const char* what) noexcept;

private:
    // All hooks of the version: the script may define other hooks by the time they are called.
    static constexpr uint32_t kAllHooks = UINT32_MAX;

    std::optional<Failure> TryRun(HookId hook, const HookSession& session, const ArgumentWriter& writeArguments);
    PluginContext& ContextOf(const HookSession& session);
    HRESULT Report(HookId hook, SessionId session, const Failure& failure);

    PluginContext m_context; // of the installed files
    std::mutex m_developmentLock;
    std::list<PluginContext> m_developments; // set by policies since the service's start
    Instances m_instances;
};
