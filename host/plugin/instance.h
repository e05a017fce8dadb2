// A plugin's instance for one session: its own engine with the script in it, made when it is needed. Hooks run one
// after another, in the order in which they come; those that WSL calls from within the script's own calls run within.
#pragma once
#include "engine/clock.h"
#include "plugin/failure.h"
#include "plugin/hook_runner.h"
#include "plugin/log.h"
#include "plugin/plugin_context.h"
#include "plugin/script.h"
#include "plugin/session_id.h"
#include "win32/hook_lock.h"
#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

class Instance
{
public:
    explicit Instance(PluginContext& plugin);

    // Call it once, before the first hook. `state`: what an earlier instance of the session has handed over.
    void BelongTo(SessionId session, std::optional<std::u16string> state);

    // Loads the script before there is a session. Returns why it failed, if so.
    std::optional<Failure> Load();

    // The hooks that the loaded script defines.
    uint32_t Hooks() const noexcept
    {
        return m_script->Hooks();
    }

    const PluginContext& Plugin() const noexcept
    {
        return m_plugin;
    }

    // Runs a hook when its turn has come. `token`: see HookSession. Returns a failure if WSL has to see one.
    std::optional<Failure> Run(HookId hook, HANDLE token, const ArgumentWriter& writeArguments);

    // Runs the hook with which the session ends, outside any call of WSL's, and frees the engine. Does nothing if there
    // is no engine.
    void RunLast(const LastHook& hook) noexcept;

    // Frees the engine, outside any call of WSL's for its session, unless a hook uses it. Keeps the script's state for
    // the next instance.
    void FreeEngine() noexcept;

    // Call it only while no hook runs in it.
    bool HasEngine() const noexcept
    {
        return m_script != nullptr;
    }

    // The state that FreeEngine has kept.
    std::optional<std::u16string> TakeState() noexcept
    {
        return std::exchange(m_state, std::nullopt);
    }

private:
    std::unique_lock<win32::HookLock> TakeLock() noexcept;
    std::optional<Failure> RunLocked(HookId hook, HANDLE token, const ArgumentWriter& writeArguments);
    std::optional<Failure> Invoke(HookId hook, HANDLE token, const ArgumentWriter& writeArguments);
    bool Defines(HookId hook) const noexcept;
    void Refresh(HookId hook);
    void ReloadIfChanged();
    void LoadScript(bool looks);
    std::vector<SnapshotPointer> SnapshotsToTry(bool looks);
    std::unique_ptr<Script> LoadFrom(const SnapshotPointer& files);
    std::optional<Failure> ReplaceScript(const SnapshotPointer& files);
    std::optional<std::u16string> HandOver();
    void ReportDevelopment();
    void LogUnreachableHooks();

    PluginContext& m_plugin;
    SessionLog m_log;
    win32::HookLock m_lock; // guards the members below
    std::atomic<std::chrono::milliseconds> m_hookTime;
    std::optional<SessionId> m_session;
    HookClock m_clock; // of the outermost hook that runs
    std::unique_ptr<Script> m_script;
    std::optional<Failure> m_loadFailure;
    SnapshotPointer m_tried; // the newest files that were tried
    std::optional<std::u16string> m_state;
};
