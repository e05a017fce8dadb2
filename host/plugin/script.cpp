#include "plugin/script.h"
#include "engine/arguments.h"
#include "engine/clamp.h"
#include "generated/hresults.h"
#include "generated/natives.h"
#include "plugin/nesting.h"
#include "runtime_bytecode.h"
#include "text/utf.h"
#include "win32/file.h"
#include <algorithm>
#include <cstdio>
#include <new>

using engine::RawValue;
using engine::Value;

namespace {

// The log's place as the settings give it: with %VARIABLES%, and <name> for the plugin's name.
std::u16string LogPath(std::u16string path, const std::u16string& name)
{
    constexpr std::u16string_view kPlaceholder = u"<name>";
    if (const size_t at = path.find(kPlaceholder); at != path.npos)
    {
        path.replace(at, kPlaceholder.size(), name);
    }
    return win32::ExpandEnvironment(path);
}

// Throws FailureError for a file that could not be read.
const std::optional<std::string>& TextOf(const TextFile& file)
{
    if (file.failure)
    {
        throw FailureError(*file.failure);
    }
    return file.text;
}

Limits Lower(const Limits& a, const Limits& b)
{
    return {
        {std::min(a.time.script, b.time.script), std::min(a.time.total, b.time.total)}, std::min(a.memory, b.memory)};
}

} // namespace

// No process outlives the hook that started it, nor the one around that, whatever ends it.
class Script::StreamsEnd
{
public:
    explicit StreamsEnd(Script& script) noexcept : m_script(script) {}
    ~StreamsEnd()
    {
        if (m_script.m_depth == 1)
        {
            m_script.CloseStreams();
        }
    }
    StreamsEnd(const StreamsEnd&) = delete;
    StreamsEnd& operator=(const StreamsEnd&) = delete;

private:
    Script& m_script;
};

// Everything that enters the script goes through here: the clock, and the end of all exceptions.
template <class Action>
std::optional<Failure> Script::Attempt(std::string_view what, Action&& action)
{
    const engine::Runtime::Entry entry(m_runtime, TimeLeft());
    const Nesting nesting(m_depth);
    const StreamsEnd streamsEnd(*this);
    std::optional<Failure> failure = Caught(what, action);
    auto leaving = Leave(what);
    if (!failure)
    {
        failure = std::move(leaving);
    }
    if (!failure && m_runtime.Spent())
    {
        // The script has caught what its limits threw at it, and went on with half of its work done.
        failure = Describe(what, engine::Trap(engine::TrapKind::Spent));
    }
    return failure;
}

// Nothing of a hook outlives it: no job and no rejection that it left behind when it threw, and no timer. The last may
// be those of a hook around it, which drops them.
std::optional<Failure> Script::Leave(std::string_view what)
{
    std::optional<Failure> failure = FinishJobs(what);
    if (m_depth > 1)
    {
        return failure;
    }
    if (!m_runtime.Spent() && !m_dispatch.leaveHook.Is(engine::Tag::Undefined))
    {
        auto leaving = Caught(what, [&] { m_runtime.Call(m_dispatch.leaveHook, {}); });
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
            message,
            sizeof(message),
            "Windows does not end %zu cancelled operations; their memory is kept for it",
            kept);
        m_log.Write(LogLevel::Warn, "process", message);
    }
}

// Answers how the first of them failed. Those behind one that throws have their turn, too.
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
    // Describing it was not possible any more, which only the script's limits can bring about.
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
    // The script's memory, which the host takes room in, or the service's own.
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

std::unique_ptr<Script> Script::Load(
    PluginContext& plugin, SnapshotPointer files, SessionLog& log, Settings& settings, engine::Clock::time_point began)
{
    std::unique_ptr<Script> script(new Script(plugin, log, began));
    script->m_source = files;
    script->OrThrow("starting", [&] {
        script->StartRuntime();
        settings = script->ReadSettings(files->settings);
    });
    script->SetLimits(Lower(kDefaultLimits, settings.limits));
    script->OrThrow("loading", [&] { script->LoadModule(*files->script, settings); });
    return script;
}

void Script::OnLoad(const std::optional<std::u16string>& previous)
{
    OrThrow("onLoad", [&] {
        const Value state = previous ? m_runtime.String(*previous) : Value();
        const RawValue arguments[] = {state.Raw()};
        Settled(m_runtime.Call(m_dispatch.onLoad, arguments), "onLoad");
    });
}

std::optional<std::u16string> Script::HandOver()
{
    std::optional<std::u16string> text;
    OrThrow("onReloading", [&] {
        const Value state = Settled(m_runtime.Call(m_dispatch.onReloading, {}), "onReloading");
        const RawValue arguments[] = {state.Raw()};
        const Value packed = m_runtime.Call(m_dispatch.handOver, arguments);
        if (!packed.Is(engine::Tag::Undefined))
        {
            text = m_runtime.ToString(packed.Raw());
        }
    });
    return text;
}

std::optional<Failure> Script::Invoke(HookId hook, const ArgumentWriter& writeArguments)
{
    const char* method = InfoOf(hook).method;
    return Attempt(method, [&] {
        ArgumentList list(m_runtime);
        writeArguments(list);
        std::vector<RawValue> arguments = list.Raw();
        arguments.insert(arguments.begin(), m_runtime.Int32(static_cast<int32_t>(hook)).Raw());
        Settled(m_runtime.Call(m_dispatch.invoke, arguments), method);
    });
}

Script::Script(PluginContext& plugin, SessionLog& log, engine::Clock::time_point began) :
    m_plugin(plugin), m_files(plugin.files), m_log(log), m_runtime(*this, kDefaultLimits.memory), m_began(began),
    m_limits(kDefaultLimits)
{}

Script::~Script()
{
    // The functions in m_dispatch go before the runtime does.
    m_runtime.GiveUp();
}

void Script::StartRuntime()
{
    const Value start = m_runtime.EvaluateBytecode(kRuntimeBytecode);
    const Value natives = m_runtime.Object();
    for (size_t i = 0; i < std::size(natives::kNatives); i++)
    {
        const auto& native = natives::kNatives[i];
        m_runtime.Set(
            natives,
            native.name,
            m_runtime.NativeFunction(native.name, static_cast<int32_t>(native.argumentCount), static_cast<int32_t>(i)));
    }
    const Value host = HostInformation();
    const RawValue arguments[] = {natives.Raw(), host.Raw()};
    const Value dispatch = m_runtime.Call(start, arguments);
    m_dispatch = {
        m_runtime.Get(dispatch, "parseSettings"),
        m_runtime.Get(dispatch, "load"),
        m_runtime.Get(dispatch, "onLoad"),
        m_runtime.Get(dispatch, "onReloading"),
        m_runtime.Get(dispatch, "handOver"),
        m_runtime.Get(dispatch, "invoke"),
        m_runtime.Get(dispatch, "describeError"),
        m_runtime.Get(dispatch, "turn"),
        m_runtime.Get(dispatch, "leaveHook")};
}

Value Script::HostInformation()
{
    Value host = m_runtime.Object();
    m_runtime.Set(host, "name", m_runtime.String(m_files.name));
    m_runtime.Set(host, "scriptFile", m_runtime.StringFromUtf8(m_files.scriptFile));
    m_runtime.Set(host, "scriptPath", m_runtime.String(m_files.script));
    Value version = m_runtime.Object();
    m_runtime.Set(version, "0", m_runtime.Number(m_plugin.api.Version.Major));
    m_runtime.Set(version, "1", m_runtime.Number(m_plugin.api.Version.Minor));
    m_runtime.Set(version, "2", m_runtime.Number(m_plugin.api.Version.Revision));
    m_runtime.Set(host, "version", std::move(version));
    return host;
}

Settings Script::ReadSettings(const TextFile& file)
try
{
    const auto& text = TextOf(file);
    const Settings settings = ParseSettings(text ? *text : "{}");
    m_log.Open(settings.log);
    return settings;
}
catch (...)
{
    // Also for the first settings, when they are wrong, there has to be a log to say so in.
    if (m_plugin.sources.Proven() == nullptr)
    {
        m_log.Open(ParseSettings("{}").log);
    }
    throw;
}

Settings Script::ParseSettings(std::string_view text)
{
    const Value textValue = m_runtime.StringFromUtf8(text);
    const Value fileValue = m_runtime.StringFromUtf8(m_files.settingsFile);
    const RawValue arguments[] = {textValue.Raw(), fileValue.Raw()};
    const Value parsed = m_runtime.Call(m_dispatch.parseSettings, arguments);
    const Value log = m_runtime.Get(parsed, "log");
    const auto member = [&](const Value& object, const char* name) {
        return m_runtime.ToUtf8(m_runtime.Get(object, name).Raw());
    };

    Settings settings;
    settings.limits = ReadLimits(m_runtime.Get(parsed, "limits"));
    settings.hotReload = m_runtime.ToBoolean(m_runtime.Get(parsed, "hotReload").Raw());
    settings.loadFailure = member(parsed, "loadFailure") == "allow" ? LoadFailurePolicy::Allow
                                                                    : LoadFailurePolicy::Block;
    settings.log.file = LogPath(m_runtime.ToString(m_runtime.Get(log, "file").Raw()), m_files.name);
    const double maximumSize = m_runtime.ToNumber(m_runtime.Get(log, "maximumSize").Raw());
    settings.log.maximumSize = engine::Clamp<uint64_t>(maximumSize, 0, UINT32_MAX);
    settings.log.level = LogLevelFromName(member(log, "level"));
    return settings;
}

Limits Script::ReadLimits(const Value& object)
{
    // The runtime has checked them; a broken engine must not get more than there is for all that.
    const auto read = [&](const char* name, const limits::Limit& limit) {
        const Value value = m_runtime.Get(object, name);
        const double wanted = value.Is(engine::Tag::Undefined) ? limit.defaultValue : m_runtime.ToNumber(value.Raw());
        return engine::Clamp(wanted, limit.minimum, limit.maximum);
    };
    return {
        {std::chrono::milliseconds(read("scriptTime", limits::kScriptTime)),
         std::chrono::milliseconds(read("hookTime", limits::kHookTime))},
        read("memory", limits::kMemory)};
}

void Script::LoadModule(const TextFile& file, const Settings& settings)
{
    const auto& text = TextOf(file);
    if (!text)
    {
        throw FailureError(
            {hresults::kErrorFileNotFound,
             m_files.scriptFile + " is missing: it belongs beside " + text::Utf16ToUtf8(m_files.dll),
             {},
             {}});
    }
    const Value module = Settled(EvaluateModule(), "the script");
    const Value defaultExport = m_runtime.Get(module, "default");
    const RawValue arguments[] = {defaultExport.Raw()};
    const Value declared = m_runtime.Call(m_dispatch.load, arguments);
    m_hooks = engine::Clamp<uint32_t>(m_runtime.ToNumber(m_runtime.Get(declared, "hooks").Raw()), 0, UINT32_MAX);
    SetLimits(Lower(ReadLimits(m_runtime.Get(declared, "limits")), settings.limits));
}

void Script::SetLimits(const Limits& limits) noexcept
{
    m_limits = limits;
    m_runtime.SetMemoryLimit(limits.memory);
}

// Of the time that one hook has in all, what was called for it before has taken its part.
engine::TimeLimits Script::TimeLeft() const noexcept
{
    using namespace std::chrono;
    const auto taken = floor<milliseconds>(engine::Clock::now() - m_began);
    return {m_limits.time.script, std::max(m_limits.time.total - taken, milliseconds(0))};
}

// Runs what a promise waits for: reactions to other promises, processes, timers.
Value Script::Settled(Value result, std::string_view what)
{
    for (;;)
    {
        m_runtime.RunJobs();
        const engine::PromiseState state = m_runtime.StateOf(result);
        // Taken in any case: a rejection belongs to the call that it happened in.
        std::optional<Value> unhandled = m_runtime.TakeUnhandledRejection();
        if (state == engine::PromiseState::Rejected)
        {
            throw engine::ScriptError(m_runtime.ResultOf(result));
        }
        if (unhandled)
        {
            throw engine::ScriptError(*std::move(unhandled));
        }
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

// Waits until something goes on that a promise may wait for. False: there is no such thing.
bool Script::Turn()
{
    const Value more = m_runtime.Call(m_dispatch.turn, {});
    if (m_runtime.StopIfOver())
    {
        throw engine::Trap(engine::TrapKind::Spent);
    }
    return m_runtime.ToBoolean(more.Raw());
}
