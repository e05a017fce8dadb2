#include "plugin/script.h"
#include "engine/arguments.h"
#include "generated/hresults.h"
#include "generated/natives.h"
#include "runtime_image.h"
#include "text/utf.h"
#include <algorithm>
#include <cstdio>
#include <new>

using engine::RawValue;
using engine::Value;

namespace {

// Throws FailureError for a file that could not be read.
const std::optional<std::string>& TextOf(const TextFile& file)
{
    if (file.failure)
    {
        throw FailureError(*file.failure);
    }
    return file.text;
}

} // namespace

// No process outlives the hook that started it, nor the hook around that one, however they end.
class Script::StreamsEnd
{
public:
    explicit StreamsEnd(Script& script) noexcept : m_script(script) {}
    ~StreamsEnd()
    {
        if (m_script.m_runtime.Depth() == 1)
        {
            m_script.CloseStreams();
        }
    }
    StreamsEnd(const StreamsEnd&) = delete;
    StreamsEnd& operator=(const StreamsEnd&) = delete;

private:
    Script& m_script;
};

// Every entry into the script goes through here: it sets the clock and catches all exceptions.
template <class Action>
std::optional<Failure> Script::Attempt(std::string_view what, Action&& action)
{
    const engine::Runtime::Entry entry(m_runtime, TimeLeft());
    const StreamsEnd streamsEnd(*this);
    const int depth = m_recorder.Depth();
    std::optional<Failure> failure = Caught(what, action);
    auto leaving = Leave(what);
    if (!failure)
    {
        failure = std::move(leaving);
    }
    if (!failure && m_runtime.Spent())
    {
        // The script caught the error of its limits, and went on with half of its work done.
        failure = Describe(what, engine::Trap(engine::TrapKind::Spent));
    }
    if (m_recorder.Depth() > depth)
    {
        m_recorder.Leave(failure, EndedBy());
    }
    return failure;
}

// Nothing of a hook outlives it: no timer, and no job or rejection that it left when it threw. Those that are left may
// belong to a hook around it, which drops them.
std::optional<Failure> Script::Leave(std::string_view what)
{
    std::optional<Failure> failure = FinishJobs(what);
    if (m_runtime.Depth() > 1)
    {
        return failure;
    }
    if (!m_runtime.Spent() && m_dispatch)
    {
        auto leaving = Caught(what, [&] { m_dispatch.LeaveHook(); });
        if (!failure)
        {
            failure = std::move(leaving);
        }
    }
    return failure;
}

void Script::CloseStreams() noexcept
{
    if (const size_t kept = m_streams.CloseAll(); kept > 0)
    {
        char message[128];
        std::snprintf(
            message, sizeof(message), "%zu cancelled operations have not completed; the host keeps their memory", kept);
        m_log.Write(LogLevel::Warn, "process", message);
    }
}

// Returns how the first of them failed. Those after one that throws run too.
std::optional<Failure> Script::FinishJobs(std::string_view what)
{
    std::optional<Failure> first;
    for (bool done = false; !done && !m_runtime.Spent();)
    {
        auto failure = Caught(what, [&] {
            m_runtime.RunJobs();
            m_runtime.TakeUnhandledRejection();
        });
        done = !failure;
        if (!first)
        {
            first = std::move(failure);
        }
    }
    return first;
}

template <class Action>
std::optional<Failure> Script::Caught(std::string_view what, Action&& action)
try
{
    try
    {
        action();
        return std::nullopt;
    }
    catch (const engine::ScriptError& error)
    {
        return Describe(what, error);
    }
}
catch (const engine::ScriptError&)
{
    // The failure could not be described, which only the script's limits can cause.
    return DescribeLimit(what).value_or(Failure{E_FAIL, m_files.scriptFile + ": " + std::string(what), {}, {}});
}
catch (const engine::Trap& trap)
{
    return Describe(what, trap);
}
catch (const FailureError& error)
{
    return error.Get();
}
catch (const std::bad_alloc&)
{
    // Either the script's memory is full, in which the host allocates too, or the service's.
    return DescribeLimit(what).value_or(
        Failure{E_OUTOFMEMORY, m_files.scriptFile + ": WSL's service has no memory left", {}, {}});
}

template <class Action>
void Script::OrThrow(std::string_view what, Action&& action)
{
    if (auto failure = Attempt(what, action))
    {
        throw FailureError(*std::move(failure));
    }
}

std::unique_ptr<Script>
Script::Load(PluginContext& plugin, SnapshotPointer files, SessionLog& log, Settings& settings, HookClock clock)
{
    std::unique_ptr<Script> script(new Script(plugin, log, clock));
    script->m_source = files;
    script->OrThrow("starting", [&] {
        script->Enter("start");
        script->StartRuntime();
        settings = script->ReadSettings(*files);
        script->StartRecording(settings);
    });
    script->SetLimits(Lower(Limits{}, settings.limits));
    script->OrThrow("loading", [&] {
        script->Enter("load");
        script->LoadModule(*files->script, settings);
    });
    return script;
}

std::optional<std::u16string> Script::SettingValues()
{
    std::optional<std::u16string> values;
    OrThrow("settings", [&] { values = m_dispatch.SettingValues(); });
    return values;
}

void Script::OnLoad(const std::optional<std::u16string>& previous)
{
    OrThrow("onLoad", [&] {
        m_recorder.Enter(
            [&] { return recording::EnterRow("onLoad", std::nullopt, recording::TextOrNull(previous), std::nullopt); });
        Settled(m_dispatch.OnLoad(previous), "onLoad");
    });
}

std::optional<std::u16string> Script::HandOver()
{
    std::optional<std::u16string> text;
    OrThrow("onReloading", [&] {
        Enter("onReloading");
        text = m_dispatch.HandOver(Settled(m_dispatch.OnReloading(), "onReloading"));
    });
    return text;
}

std::optional<Failure> Script::Invoke(HookId hook, HANDLE token, const ArgumentWriter& writeArguments)
{
    struct TokenUse
    {
        HANDLE& current;
        HANDLE outer; // of the hook around this one
        ~TokenUse()
        {
            current = outer;
        }
    } use{m_userToken, std::exchange(m_userToken, token)};
    const char* method = InfoOf(hook).method;
    return Attempt(method, [&] {
        recording::Values values = m_recorder.NewValues();
        ArgumentList list(m_runtime, m_sidText, m_recorder.IsOn() ? &values : nullptr);
        writeArguments(list);
        m_recorder.Enter(
            [&] { return recording::EnterRow("hook", InfoOf(hook).name, std::nullopt, std::move(values).List()); });
        Settled(m_dispatch.Invoke(static_cast<uint32_t>(hook), list.Raw()), method);
    });
}

Script::Script(PluginContext& plugin, SessionLog& log, HookClock clock) :
    m_plugin(plugin), m_files(plugin.files), m_log(log), m_recorder(log),
    m_runtime(*this, Limits{}.memory, &kRuntimeImage), m_clock(clock)
{}

Script::~Script()
{
    // The functions in m_dispatch must be freed before the runtime.
    m_runtime.GiveUp();
}

void Script::StartRuntime()
{
    const Value start(m_runtime, kRuntimeImage.result);
    const Value natives = m_runtime.Object();
    for (size_t i = 0; i < std::size(natives::kNatives); i++)
    {
        const auto& native = natives::kNatives[i];
        m_runtime.Set(
            natives,
            native.name,
            m_runtime.NativeFunction(native.name, static_cast<int32_t>(native.argumentCount), static_cast<int32_t>(i)));
    }
    const HostInfo info{m_files.name, m_files.scriptFile, m_files.script, m_plugin.api.Version};
    const Value host = ToValue(m_runtime, info);
    const RawValue arguments[] = {natives.Raw(), host.Raw()};
    m_dispatch = Dispatch(m_runtime, m_runtime.Call(start, arguments));
}

Settings Script::ReadSettings(const FilesSnapshot& files)
try
{
    const auto& text = TextOf(files.settings);
    Settings settings = m_dispatch.ParseSettings(text ? *text : "{}", m_files.settingsFile);
    OpenLog(settings);
    for (const SettingPolicy& policy : files.policies->settings)
    {
        m_dispatch.SetPolicy(policy.key, policy.name, policy.type, policy.data);
    }
    return settings;
}
catch (...)
{
    // A log has to be open before the first settings are read, to report what is wrong with them.
    if (m_plugin.sources.Proven() == nullptr)
    {
        OpenLog(m_dispatch.ParseSettings("{}", m_files.settingsFile));
    }
    throw;
}

void Script::OpenLog(const Settings& settings)
{
    m_log.Open(LogOptionsOf(settings, m_files.name));
}

void Script::LoadModule(const TextFile& file, const Settings& settings)
{
    const auto& text = TextOf(file);
    if (!text)
    {
        throw FailureError(
            {hresults::kErrorFileNotFound, m_files.scriptFile + " is missing: it belongs " + m_files.place, {}, {}});
    }
    const Value module = Settled(EvaluateModule(), "the script");
    const LoadResult loaded = m_dispatch.Load(m_runtime.Get(module, "default"));
    m_dispatch.CompleteSettings();
    m_hooks = loaded.hooks;
    m_version = loaded.version;
    SetPermissions(loaded.permissions, settings.permissions);
    SetLimits(Lower(loaded.limits, settings.limits));
    RecordSettings(loaded.permissions, settings);
}

// Throws FailureError if the script declares more than in the first instance, or if a policy refuses its permissions.
void Script::SetPermissions(const std::string& declared, const std::string& granted)
{
    m_permissions = {PermissionSet(declared), PermissionSet(granted), m_files.scriptFile, m_files.settingsFile};
    const auto unrestricted = m_permissions.declared.Unrestricted();
    if (unrestricted && m_source->policies->values.requireDeclaredPermissions)
    {
        throw FailureError(
            {HRESULT_FROM_WIN32(ERROR_ACCESS_DISABLED_BY_POLICY),
             m_files.scriptFile + " declares the permission " + *unrestricted +
                 ", which allows everything; the policy RequireDeclaredPermissions refuses it",
             {},
             {},
             true});
    }
    if (!m_plugin.sources.MayDeclare(m_source, m_permissions.declared))
    {
        throw FailureError(
            {E_FAIL,
             m_files.scriptFile +
                 " declares more permissions than when it was first loaded: " + m_permissions.declared.Text(),
             {},
             {}});
    }
}

void Script::SetLimits(const Limits& limits) noexcept
{
    m_limits = limits;
    m_runtime.SetMemoryLimit(limits.memory);
}

// Earlier calls for the same hook have used part of its total time.
engine::TimeLimits Script::TimeLeft() const noexcept
{
    using namespace std::chrono;
    const auto taken = floor<milliseconds>(engine::Clock::now() - m_clock.began);
    const auto longest = std::min(m_limits.hookTime, m_clock.longest);
    return {m_limits.scriptTime, std::max(longest - taken, milliseconds(0))};
}

// The promise's own rejection, or else one that nothing has handled.
void Script::ThrowRejection(const Value& result, engine::PromiseState state)
{
    // Always taken: a rejection belongs to the call in which it happened.
    std::optional<Value> unhandled = m_runtime.TakeUnhandledRejection();
    if (state == engine::PromiseState::Rejected)
    {
        throw engine::ScriptError(m_runtime.ResultOf(result));
    }
    if (unhandled)
    {
        throw engine::ScriptError(*std::move(unhandled));
    }
}

// Runs what a promise waits for: reactions to other promises, processes, timers.
Value Script::Settled(Value result, std::string_view what)
{
    for (;;)
    {
        m_runtime.RunJobs();
        const engine::PromiseState state = m_runtime.StateOf(result);
        ThrowRejection(result, state);
        if (state != engine::PromiseState::Pending)
        {
            return state == engine::PromiseState::Fulfilled ? m_runtime.ResultOf(result) : std::move(result);
        }
        if (!Turn())
        {
            throw FailureError(
                {E_FAIL,
                 m_files.scriptFile + ": " + std::string(what) +
                     " waits for a promise that nothing can settle any more",
                 {},
                 {}});
        }
    }
}

// Waits until something happens that a promise may wait for. False if there is nothing to wait for.
bool Script::Turn()
{
    const bool more = m_dispatch.Turn();
    if (m_runtime.StopIfOver())
    {
        throw engine::Trap(engine::TrapKind::Spent);
    }
    return more;
}
