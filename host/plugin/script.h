// The plugin's script in its runtime, for one session: loaded once, called for each hook, freed when spent. One thread
// at a time; calls may nest on that thread.
#pragma once
#include "engine/runtime.h"
#include "generated/dispatch.h"
#include "generated/hook_table.h"
#include "generated/settings.h"
#include "generated/wsl_abi.h"
#include "plugin/argument_list.h"
#include "plugin/hook_runner.h"
#include "plugin/log.h"
#include "plugin/permissions.h"
#include "plugin/plugin_context.h"
#include "plugin/recorder.h"
#include "plugin/session_id.h"
#include "plugin/stream_table.h"
#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

// The time of a hook: when it began, and its maximum whatever the limits say.
struct HookClock
{
    engine::Clock::time_point began{};
    std::chrono::milliseconds longest = std::chrono::hours(24);
};

class Script final : private engine::RuntimeHost
{
public:
    ~Script();

    // Reads the settings (and opens the log that they name), then the script; evaluates it and checks what it requires.
    // `clock`: that of the hook that needs it. Throws FailureError; `settings` then still receives what was read.
    static std::unique_ptr<Script>
    Load(PluginContext& plugin, SnapshotPointer files, SessionLog& log, Settings& settings, HookClock clock);

    // The only session that its calls reach; none before this call.
    void BelongTo(SessionId session) noexcept
    {
        m_session = session;
        m_recorder.Add([&] { return recording::SessionRow(session.Text()); });
    }

    // A hook needs the script. All calls until the next hook share its time.
    void Begin(HookClock clock) noexcept
    {
        m_clock = clock;
    }

    // From now on no call reaches WSL, and no call may take longer than this.
    void Disconnect(std::chrono::milliseconds longest) noexcept
    {
        m_session.reset();
        m_limits.hookTime = std::min(m_limits.hookTime, longest);
    }

    // The effective value of each of the plugin's own settings, in the form of Dispatch::SettingValues. Throws
    // FailureError.
    std::optional<std::u16string> SettingValues();

    // Runs onLoad with the state that the previous instance handed over. Throws FailureError.
    void OnLoad(const std::optional<std::u16string>& previous);

    // Runs onReloading. Returns the state for the next instance, if any. Throws FailureError.
    std::optional<std::u16string> HandOver();

    // Runs a hook until its promise, if it returns one, is settled. `token`: see HookSession. Throws std::bad_alloc.
    std::optional<Failure> Invoke(HookId hook, HANDLE token, const ArgumentWriter& writeArguments);

    // One bit per HookId: the hooks that the script defines.
    uint32_t Hooks() const noexcept
    {
        return m_hooks;
    }

    // The plugin's; empty if it has none.
    const std::string& Version() const noexcept
    {
        return m_version;
    }

    // True if the next hook needs a fresh instance.
    bool Spent() const noexcept
    {
        return m_runtime.Spent();
    }

    // For the native functions in bindings/.
    const wsl::WSLPluginAPIV1& Api() const noexcept
    {
        return m_plugin.api;
    }
    // Whether calls for a session reach WSL. For any session other than its own the result is WSL's for a session that
    // has ended: two hooks that name each other's session would wait for each other within WSL.
    bool Reaches(SessionId session) const noexcept
    {
        return m_session == session;
    }
    // The same for a session as the log names it.
    bool Reaches(std::string_view session) const noexcept
    {
        return m_session && m_session->Text() == session;
    }
    // The token of the session's user while a hook runs, else null.
    HANDLE UserToken() const noexcept
    {
        return m_userToken;
    }
    // The script's permissions: none until it has been evaluated.
    const Permissions& GetPermissions() const noexcept
    {
        return m_permissions;
    }
    // Whether a call is denied. Keeps the missing permission for TakeDenial.
    bool Denies(std::optional<Denial> denial) noexcept
    {
        m_denial = std::move(denial);
        return m_denial.has_value();
    }
    bool Lacks(const Permission& needed)
    {
        return Denies(m_permissions.Judge(needed));
    }
    std::string TakeDenial()
    {
        const auto denial = std::exchange(m_denial, std::nullopt);
        return denial ? denial->Text() : std::string();
    }
    win32::TrustRules PathRules() const
    {
        return {{}, m_source->policies->values.anyPlace};
    }
    SessionLog& GetLog() noexcept
    {
        return m_log;
    }
    Recorder& GetRecorder() noexcept
    {
        return m_recorder;
    }
    AccountNames& Accounts() noexcept
    {
        return m_plugin.accounts;
    }
    // The script's text.
    std::string_view Source() const noexcept
    {
        const auto& text = m_source->script->text;
        return text ? std::string_view(*text) : std::string_view();
    }
    StreamTable& Streams() noexcept
    {
        return m_streams;
    }

    // The maximum total time of a hook.
    std::chrono::milliseconds HookTime() const noexcept
    {
        return m_limits.hookTime;
    }

    // How long a native function may wait at most.
    engine::Clock::time_point WaitEnd() const noexcept
    {
        return m_runtime.Time().TotalEnd();
    }

private:
    class StreamsEnd;

    Script(PluginContext& plugin, SessionLog& log, HookClock clock);

    void Enter(const char* part) noexcept
    {
        m_recorder.Enter([&] { return recording::EnterRow(part, std::nullopt, std::nullopt, std::nullopt); });
    }

    void StartRuntime();
    Settings ReadSettings(const FilesSnapshot& files);
    void OpenLog(const Settings& settings);
    void StartRecording(const Settings& settings);
    void RecordSettings(const std::string& declared, const Settings& settings);
    std::optional<std::string_view> EndedBy() const noexcept;
    void LoadModule(const TextFile& file, const Settings& settings);
    engine::Value EvaluateModule();
    Bytecode Compiled();
    std::string FindSyntaxError();
    bool HasErrorWithoutPlace(std::string_view source);
    void SetPermissions(const std::string& declared, const std::string& granted);
    void SetLimits(const Limits& limits) noexcept;
    engine::TimeLimits TimeLeft() const noexcept;
    engine::Value Settled(engine::Value result, std::string_view what);
    void ThrowRejection(const engine::Value& result, engine::PromiseState state);
    bool Turn();
    void CloseStreams() noexcept;

    // `what` names the plugin's part that runs, for messages.
    template <class Action>
    std::optional<Failure> Attempt(std::string_view what, Action&& action);
    std::optional<Failure> Leave(std::string_view what);
    std::optional<Failure> FinishJobs(std::string_view what);
    template <class Action>
    std::optional<Failure> Caught(std::string_view what, Action&& action);
    template <class Action>
    void OrThrow(std::string_view what, Action&& action);

    Failure Describe(std::string_view what, const engine::ScriptError& error);
    Failure Describe(std::string_view what, const engine::Trap& trap) const;
    std::optional<Failure> DescribeLimit(std::string_view what) const;
    std::string TimeLimit() const;
    Failure Read(const engine::Value& thrown);

    engine::Value OnNativeCall(int32_t id, engine::Arguments& arguments) override;
    void OnDiagnostic(std::string_view text) noexcept override;
    void OnInput(const engine::EngineInput& input) noexcept override;

    PluginContext& m_plugin;
    const PluginFiles& m_files;
    SessionLog& m_log;
    Recorder m_recorder; // the engine has inputs while it is made
    engine::Runtime m_runtime;
    Dispatch m_dispatch;
    StreamTable m_streams;
    SidText m_sidText;
    std::optional<SessionId> m_session;
    HookClock m_clock;
    HANDLE m_userToken = nullptr; // owned by the hook that runs
    SnapshotPointer m_source;
    Limits m_limits;
    Permissions m_permissions;
    std::optional<Denial> m_denial;
    uint32_t m_hooks = 0;
    std::string m_version;
};
