#include "plugin/instance.h"
#include "generated/hresults.h"
#include "generated/numbers.h"
#include "plugin/audit.h"
#include "text/utf.h"
#include "wsl/version_text.h"
#include <new>
#include <string>
#include <utility>

namespace {

// The clock of a hook that begins now.
HookClock ClockOf(HookId hook) noexcept
{
    HookClock clock{.began = engine::Clock::now()};
    if (InfoOf(hook).longest != 0)
    {
        clock.longest = std::chrono::milliseconds(InfoOf(hook).longest);
    }
    return clock;
}

std::string Elapsed(engine::Clock::time_point start)
{
    return MillisecondsText(engine::Clock::now() - start);
}

} // namespace

Instance::Instance(PluginContext& plugin) : m_plugin(plugin), m_log(plugin.log), m_hookTime(plugin.hookTime.load()) {}

void Instance::BelongTo(SessionId session, std::optional<std::u16string> state)
{
    m_session = session;
    m_state = std::move(state);
    m_log.SetSession(session.Text());
    if (m_script != nullptr)
    {
        m_script->BelongTo(session);
    }
}

std::optional<Failure> Instance::Load()
{
    const auto lock = TakeLock();
    m_clock = {.began = engine::Clock::now()};
    LoadScript(true);
    return m_loadFailure;
}

std::optional<Failure> Instance::Run(HookId hook, HANDLE token, const ArgumentWriter& writeArguments)
{
    const auto lock = TakeLock();
    return lock ? RunLocked(hook, token, writeArguments)
                : Failure{hresults::kErrorBusy, m_plugin.files.scriptFile + " is still busy with another hook", {}, {}};
}

void Instance::RunLast(const LastHook& hook) noexcept
try
{
    const auto lock = TakeLock();
    if (!lock || m_script == nullptr)
    {
        return;
    }
    m_script->Begin({.began = engine::Clock::now()});
    m_script->Disconnect(m_script->HookTime());
    if (Defines(hook.hook) && !m_plugin.policies->AreDisabling())
    {
        if (const auto failure = Invoke(hook.hook, nullptr, hook.writeArguments))
        {
            m_log.WriteFailure("hook", InfoOf(hook.hook).name, *failure);
        }
    }
    m_script.reset();
}
catch (const std::exception&)
{
    m_log.Write(LogLevel::Error, "hook", "WSL's service has no memory left", {{"hook", InfoOf(hook.hook).name}});
}

void Instance::FreeEngine() noexcept
{
    // A hook that came meanwhile needs the engine, and may take long.
    const auto lock = m_lock.Take(std::chrono::milliseconds(0));
    if (!lock || m_script == nullptr)
    {
        return;
    }
    m_script->Begin({.began = engine::Clock::now()});
    m_script->Disconnect(std::chrono::milliseconds(numbers::kTimeToLeave));
    try
    {
        m_state = HandOver();
        m_log.Write(LogLevel::Info, "load", "freed to make room for another session");
    }
    catch (const std::exception&)
    {
        m_log.Write(LogLevel::Error, "load", "WSL's service has no memory left");
    }
    m_script.reset();
}

// A hook waits at most as long as all hooks ahead of it may take, and one more.
std::unique_lock<win32::HookLock> Instance::TakeLock() noexcept
{
    return m_lock.Take(m_hookTime.load());
}

std::optional<Failure> Instance::RunLocked(HookId hook, HANDLE token, const ArgumentWriter& writeArguments)
try
{
    const bool isOutermost = m_lock.Depth() == 1;
    if (isOutermost)
    {
        // A script that could not be loaded, is spent or has been edited is loaded again, but never while it runs.
        m_clock = ClockOf(hook);
        if (m_plugin.policies->AreDisabling())
        {
            return std::nullopt;
        }
        Refresh(hook);
    }
    if (m_loadFailure)
    {
        const bool blocks = InfoOf(hook).fatal &&
            (m_loadFailure->isDistrust || m_plugin.sources.Current().loadFailure == LoadFailure::Block);
        return blocks ? m_loadFailure : std::nullopt;
    }
    if (!Defines(hook))
    {
        return std::nullopt;
    }
    auto failure = Invoke(hook, token, writeArguments);
    if (isOutermost && m_script->Spent())
    {
        // The next hook may be far away; the memory is not needed until then.
        m_script.reset();
    }
    return failure;
}
catch (const std::bad_alloc&)
{
    if (m_lock.Depth() == 1)
    {
        // How far it has come is unknown.
        m_script.reset();
    }
    return Failure{E_OUTOFMEMORY, m_plugin.files.scriptFile + ": WSL's service has no memory left", {}, {}};
}

std::optional<Failure> Instance::Invoke(HookId hook, HANDLE token, const ArgumentWriter& writeArguments)
{
    const auto start = engine::Clock::now();
    auto failure = m_script->Invoke(hook, token, writeArguments);
    if (failure)
    {
        audit::ReportHookFailure(m_plugin.files, hook, m_session ? m_session->Text() : "", *failure, m_script->Spent());
    }
    else
    {
        m_log.Write(LogLevel::Info, "hook", "done", {{"hook", InfoOf(hook).name}, {"milliseconds", Elapsed(start)}});
    }
    return failure;
}

bool Instance::Defines(HookId hook) const noexcept
{
    return m_script != nullptr && (m_script->Hooks() & MaskOf(hook)) != 0;
}

// Changed files are looked for in hooks that can veto, and with hotReload in all hooks.
void Instance::Refresh(HookId hook)
{
    const bool looks = InfoOf(hook).fatal || m_plugin.sources.HotReload();
    if (m_script != nullptr)
    {
        m_script->Begin(m_clock);
        if (looks)
        {
            ReloadIfChanged();
        }
    }
    const auto mayLoad = [&] { return InfoOf(hook).fatal || (!m_loadFailure && m_plugin.sources.Proven() != nullptr); };
    if (m_script == nullptr && mayLoad())
    {
        LoadScript(looks);
    }
}

// The old script stays in use if the new one cannot be loaded.
void Instance::ReloadIfChanged()
{
    const SnapshotPointer newest = m_plugin.sources.Newest();
    if (std::exchange(m_tried, newest) == newest)
    {
        return;
    }
    if (const auto failure = ReplaceScript(newest))
    {
        m_log.WriteFailure("reload", {}, *failure);
        audit::ReportLoadFailure(m_plugin.files, *failure, false);
    }
    if (m_script->Spent())
    {
        // Its onReloading has spent it; it is started afresh.
        m_script.reset();
    }
}

void Instance::LoadScript(bool looks)
{
    // Set until there is a script: WSL may call a hook from within onLoad, and memory may run out on the way.
    m_loadFailure = Failure{hresults::kErrorBusy, m_plugin.files.scriptFile + " is being loaded", {}, {}};
    m_script.reset();
    for (const auto& files : SnapshotsToTry(looks))
    {
        m_loadFailure = ReplaceScript(files);
        if (!m_loadFailure)
        {
            return;
        }
        m_log.WriteFailure("load", {}, *m_loadFailure);
        audit::ReportLoadFailure(m_plugin.files, *m_loadFailure, m_plugin.sources.Proven() == nullptr);
    }
}

// A script that was loaded once is loaded again from memory. Changed files are tried once; if they cannot be loaded,
// the previous ones stay in use.
std::vector<SnapshotPointer> Instance::SnapshotsToTry(bool looks)
{
    Sources& sources = m_plugin.sources;
    SnapshotPointer proven = sources.Proven();
    SnapshotPointer newest = looks || proven == nullptr ? sources.Newest() : proven;
    const bool isOther = std::exchange(m_tried, newest) != newest;
    if (proven == nullptr)
    {
        return {std::move(newest)};
    }
    return newest != proven && isOther ? std::vector{std::move(newest), std::move(proven)}
                                       : std::vector{std::move(proven)};
}

std::unique_ptr<Script> Instance::LoadFrom(const SnapshotPointer& files)
{
    // The settings that were read count even if the script then fails: above all `loadFailure`.
    struct KeepSettings
    {
        Sources& sources;
        Settings settings;
        ~KeepSettings()
        {
            sources.SetCurrent(std::move(settings));
        }
    } keep{m_plugin.sources, m_plugin.sources.Current()};
    return Script::Load(m_plugin, files, m_log, keep.settings, m_clock);
}

std::optional<Failure> Instance::ReplaceScript(const SnapshotPointer& files)
try
{
    const auto start = engine::Clock::now();
    if (m_plugin.sources.Proven() != nullptr && files->ReadFailure())
    {
        return files->ReadFailure();
    }
    auto script = LoadFrom(files);
    if (m_session)
    {
        script->BelongTo(*m_session);
    }
    script->OnLoad(m_script == nullptr ? m_state : HandOver());
    m_script = std::move(script);
    m_state.reset();
    m_hookTime = m_script->HookTime();
    m_plugin.hookTime = m_script->HookTime();
    audit::ReportLoad(m_plugin.files, m_script->Version(), m_plugin.sources.Proven(), files);
    m_plugin.sources.Prove(files);
    m_log.Write(
        LogLevel::Info,
        "load",
        "loaded",
        {{"script", m_plugin.files.scriptFile},
         {"version", m_script->Version()},
         {"sha256", files->script->sha256},
         {"milliseconds", Elapsed(start)}});
    ReportDevelopment();
    LogUnreachableHooks();
    return std::nullopt;
}
catch (const FailureError& error)
{
    return error.Get();
}
catch (const std::exception&)
{
    return Failure{E_OUTOFMEMORY, m_plugin.files.scriptFile + ": there is no memory for its engine", {}, {}};
}

// The running script's state, for its successor. A failure here does not block the successor: it may be the fix.
std::optional<std::u16string> Instance::HandOver()
try
{
    return m_script->HandOver();
}
catch (const FailureError& error)
{
    m_log.WriteFailure("reload", {}, error.Get());
    m_log.Write(LogLevel::Warn, "reload", "the new script starts without the state of the old one");
    return std::nullopt;
}

// An account other than administrators can change the files just loaded.
void Instance::ReportDevelopment()
{
    if (const auto& development = m_plugin.development)
    {
        const std::string script = text::Utf16ToUtf8(m_plugin.files.script);
        m_log.Write(
            LogLevel::Warn,
            "load",
            "development mode: " + script + ", which " + development->account + " can change, runs as SYSTEM",
            {{"account", development->account}});
        audit::ReportDevelopment(m_plugin.files, *development);
    }
}

void Instance::LogUnreachableHooks()
{
    for (size_t i = 0; i < std::size(kHooks); i++)
    {
        const auto& since = kHooks[i].since;
        if (Defines(static_cast<HookId>(i)) && m_plugin.api.Version < since)
        {
            m_log.Write(
                LogLevel::Warn,
                "load",
                std::string(kHooks[i].method) + " is never called: it needs WSL " + wsl::TextOf(since),
                {{"hook", kHooks[i].name}});
        }
    }
}
