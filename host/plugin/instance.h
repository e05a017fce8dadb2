// What a plugin is for one session: an engine of its own with the script in it, made when it is needed. Hooks run one
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

    // Once, before its first hook. `state`: what an earlier instance of the session has left behind.
    void BelongTo(SessionId session, std::optional<std::u16string> state);

    // Loads the script before there is a session. Returns why it could not be loaded.
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

    // Runs a hook when its turn has come. `token`: see HookSession. Returns how it failed, if it did so in WSL's eyes.
    std::optional<Failure> Run(HookId hook, HANDLE token, const ArgumentWriter& writeArguments);

    // Runs the hook with which the session ends, outside of any call of WSL's, and frees the engine. Does nothing when
    // there is none.
    void RunLast(const LastHook& hook) noexcept;

    // Frees the engine, outside of any call of WSL's for its session, unless a hook has it. What the script leaves
    // behind is kept for the next.
    void FreeEngine() noexcept;

    // For when no hook is in it.
    bool HasEngine() const noexcept
    {
        return m_script != nullptr;
    }

    // What FreeEngine has kept.
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
    win32::HookLock m_lock; // of what follows
    std::atomic<std::chrono::milliseconds> m_hookTime;
    std::optional<SessionId> m_session;
    HookClock m_clock; // of the hook around all others that run
    std::unique_ptr<Script> m_script;
    std::optional<Failure> m_loadFailure;
    SnapshotPointer m_tried; // the newest files that were tried
    std::optional<std::u16string> m_state;
};
