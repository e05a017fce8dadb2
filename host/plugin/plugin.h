// The plugin that this DLL is: one script, one lock, and what becomes of its failures. WSL may call from any thread,
// and from within the plugin's own calls to WSL.
#pragma once
#include "generated/hook_table.h"
#include "generated/wsl_abi.h"
#include "plugin/hook_runner.h"
#include "plugin/log.h"
#include "plugin/plugin_files.h"
#include "plugin/script.h"
#include "plugin/settings.h"
#include "win32/hook_lock.h"
#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <optional>

class Plugin
{
public:
    explicit Plugin(const wsl::WSLPluginAPIV1& api);

    // Loads the script and fills the table. Only a script that needs a newer WSL fails here; any other failure would
    // show the user nothing but a number, so it is kept for OnVMStarted to tell.
    HRESULT Start(wsl::WSLPluginHooksV1& hooks);

    HRESULT Run(HookId hook, const ArgumentWriter& writeArguments);

    wsl::WSLVersion Version() const noexcept
    {
        return m_api.Version;
    }

    // The last line of a process that is about to end: the host itself has failed.
    void ReportCrash(const char* what) noexcept;

private:
    // The version's whole table: for a script that may define other hooks by the time that they are called.
    static constexpr uint32_t kAllHooks = UINT32_MAX;

    std::unique_lock<win32::HookLock> Lock() noexcept;
    void LoadScript();
    void ReloadScript();
    std::optional<Failure> ReplaceScript();
    std::optional<std::u16string> HandOver();
    void RefreshScript(HookId hook);
    std::optional<Failure> RunLocked(HookId hook, const ArgumentWriter& writeArguments);
    HRESULT Report(HookId hook, const Failure& failure);
    void LogUnreachableHooks();

    const wsl::WSLPluginAPIV1& m_api;
    const PluginFiles m_files;
    Log m_log;
    win32::HookLock m_lock;
    std::atomic<std::chrono::milliseconds> m_lockWait{kDefaultLimits.time.total};
    Settings m_settings;
    SourceStamps m_loadedFrom;
    std::unique_ptr<Script> m_script;
    std::optional<Failure> m_loadFailure;
};
