#include "plugin/plugin.h"
#include "generated/hresults.h"
#include "text/utf.h"
#include "win32/text.h"
#include <chrono>
#include <cstdio>
#include <new>
#include <string>
#include <utility>

namespace {

// Of what WSL shows to the user.
constexpr size_t kMaximumMessage = 8 * 1024;

std::string Elapsed(engine::Clock::time_point start)
{
    return MillisecondsText(engine::Clock::now() - start);
}

} // namespace

Plugin::Plugin(const wsl::WSLPluginAPIV1& api) :
    m_api(api), m_files(PluginFiles::BesideThisModule()), m_log(text::Utf16ToUtf8(m_files.name))
{}

HRESULT Plugin::Start(wsl::WSLPluginHooksV1& hooks)
{
    const auto lock = Lock();
    if (!lock)
    {
        return hresults::kErrorBusy;
    }
    LoadScript();
    if (m_loadFailure && m_loadFailure->hresult == hresults::kWslEPluginRequiresUpdate)
    {
        return m_loadFailure->hresult;
    }
    const bool mayChange = m_loadFailure || m_settings.hotReload;
    FillHookTable(hooks, m_api.Version, mayChange ? kAllHooks : m_script->Hooks());
    return S_OK;
}

// Nobody waits for it longer than a hook may take.
std::unique_lock<win32::HookLock> Plugin::Lock() noexcept
{
    return {m_lock, engine::Clock::now() + m_lockWait.load()};
}

HRESULT Plugin::Run(HookId hook, const ArgumentWriter& writeArguments)
{
    const auto lock = Lock();
    if (!lock)
    {
        return Report(hook, {hresults::kErrorBusy, m_files.scriptFile + " is still busy with another hook", {}, {}});
    }
    const auto failure = RunLocked(hook, writeArguments);
    return failure ? Report(hook, *failure) : S_OK;
}

std::optional<Failure> Plugin::RunLocked(HookId hook, const ArgumentWriter& writeArguments)
try
{
    RefreshScript(hook);
    if (m_loadFailure)
    {
        const bool told = InfoOf(hook).fatal &&
            (m_settings.loadFailure == LoadFailurePolicy::Block || m_loadFailure->isDistrust);
        return told ? m_loadFailure : std::nullopt;
    }
    if ((m_script->Hooks() & MaskOf(hook)) == 0)
    {
        return std::nullopt;
    }
    const auto start = engine::Clock::now();
    auto failure = m_script->Invoke(hook, writeArguments);
    if (m_lock.Depth() == 1 && m_script->Spent())
    {
        // It may be long until the next hook; the memory is not needed meanwhile.
        m_script.reset();
    }
    if (!failure)
    {
        m_log.Write(LogLevel::Info, "hook", "done", {{"hook", InfoOf(hook).name}, {"milliseconds", Elapsed(start)}});
    }
    return failure;
}
catch (const std::bad_alloc&)
{
    if (m_lock.Depth() == 1)
    {
        // Nobody knows how far it has come.
        m_script.reset();
    }
    return Failure{E_OUTOFMEMORY, m_files.scriptFile + ": WSL's service has no memory left", {}, {}};
}

// A script that could not be loaded, is spent or has been edited gets another chance; but never while it runs.
void Plugin::RefreshScript(HookId hook)
{
    if (m_lock.Depth() > 1)
    {
        return;
    }
    if (m_loadFailure ? InfoOf(hook).fatal : m_script == nullptr)
    {
        LoadScript();
    }
    else if (m_script != nullptr && m_settings.hotReload && m_files.Stamps() != m_loadedFrom)
    {
        ReloadScript();
    }
}

void Plugin::LoadScript()
{
    // For as long as there is no script: WSL may call a hook from within onLoad, and memory may run out on the way.
    m_loadFailure = Failure{hresults::kErrorBusy, m_files.scriptFile + " is being loaded", {}, {}};
    m_script.reset();
    m_loadFailure = ReplaceScript();
    if (m_loadFailure)
    {
        m_log.WriteFailure("load", {}, *m_loadFailure);
    }
}

// The old script goes on when the new one cannot be loaded.
void Plugin::ReloadScript()
{
    const auto failure = ReplaceScript();
    if (!failure)
    {
        return;
    }
    m_log.WriteFailure("reload", {}, *failure);
    if (failure->hresult == hresults::kErrorSharingViolation)
    {
        // Somebody is writing to it still, and need not change its time any more.
        m_loadedFrom = {};
    }
    if (m_script->Spent())
    {
        // Its onReloading has brought it down, and its text is not there any more to start it afresh.
        m_script.reset();
        m_loadFailure = failure;
    }
}

std::optional<Failure> Plugin::ReplaceScript()
try
{
    const auto start = engine::Clock::now();
    m_loadedFrom = m_files.Stamps();
    Settings settings = m_settings;
    // What could be read of the settings counts even when the script then fails: above all, what to do about it.
    struct KeepSettings
    {
        Plugin& plugin;
        Settings& settings;
        ~KeepSettings()
        {
            plugin.m_settings = std::move(settings);
        }
    } keep{*this, settings};
    auto script = Script::Load(m_files, m_api, m_log, settings);
    script->OnLoad(HandOver());
    m_script = std::move(script);
    m_lockWait = m_script->HookTime();
    m_log.Write(LogLevel::Info, "load", "loaded", {{"script", m_files.scriptFile}, {"milliseconds", Elapsed(start)}});
    LogUnreachableHooks();
    return std::nullopt;
}
catch (const FailureError& error)
{
    return error.Get();
}
catch (const std::exception&)
{
    return Failure{E_OUTOFMEMORY, m_files.scriptFile + ": there is no memory for its engine", {}, {}};
}

// What the script that runs leaves to the one that replaces it. That it cannot does not keep the new one out, which may
// be the remedy.
std::optional<std::u16string> Plugin::HandOver()
try
{
    return m_script == nullptr ? std::nullopt : m_script->HandOver();
}
catch (const FailureError& error)
{
    m_log.WriteFailure("reload", {}, error.Get());
    m_log.Write(LogLevel::Warn, "reload", "the new script starts without the state of the old one");
    return std::nullopt;
}

HRESULT Plugin::Report(HookId hook, const Failure& failure)
{
    m_log.WriteFailure("hook", InfoOf(hook).name, failure);
    // Elsewhere nobody would consume the message, and it would poison the next start on this thread.
    if (InfoOf(hook).messageConsumed && !failure.message.empty())
    {
        const std::u16string message = text::Utf8ToUtf16(text::FirstBytes(failure.message, kMaximumMessage));
        const HRESULT result = m_api.PluginError(win32::AsWide(message));
        if (FAILED(result))
        {
            m_log.Write(
                LogLevel::Warn,
                "hook",
                "WSL did not take the message for the user",
                {{"hook", InfoOf(hook).name}, {"hresult", win32::HresultToText(result)}});
        }
    }
    return failure.hresult;
}

void Plugin::LogUnreachableHooks()
{
    for (size_t i = 0; i < std::size(kHooks); i++)
    {
        const auto& since = kHooks[i].since;
        if ((m_script->Hooks() & MaskOf(static_cast<HookId>(i))) != 0 && m_api.Version < since)
        {
            const std::string version = std::to_string(since.Major) + "." + std::to_string(since.Minor) + "." +
                std::to_string(since.Revision);
            m_log.Write(
                LogLevel::Warn,
                "load",
                std::string(kHooks[i].method) + " is never called: it needs WSL " + version,
                {{"hook", kHooks[i].name}});
        }
    }
}

void Plugin::ReportCrash(const char* what) noexcept
{
    char message[256];
    std::snprintf(message, sizeof(message), "wsl-script-host has failed and ends WSL's service: %s", what);
    m_log.WriteAtOnce(LogLevel::Error, "crash", message);
}
