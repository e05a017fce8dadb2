#include "plugin/plugin.h"
#include "generated/hresults.h"
#include "generated/numbers.h"
#include "text/hresult.h"
#include "text/utf.h"
#include "win32/account.h"
#include "win32/wide.h"
#include "win32/worker.h"
#include <algorithm>
#include <cstdio>
#include <new>
#include <string>
#include <utility>

Plugin::Plugin(const wsl::WSLPluginAPIV1& api) :
    m_context(api), m_instances(m_context.log, [this](std::function<void()> work) {
        return win32::RunOnWorker([self = shared_from_this(), work = std::move(work)] { work(); });
    })
{}

HRESULT Plugin::Start(wsl::WSLPluginHooksV1& hooks)
{
    m_context.policies->Read();
    if (m_context.policies->AreDisabling())
    {
        FillHookTable(hooks, m_context.api.Version, kAllHooks);
        return S_OK;
    }
    auto first = std::make_unique<Instance>(m_context);
    const auto failure = first->Load();
    if (failure && failure->hresult == hresults::kWslEPluginRequiresUpdate)
    {
        return failure->hresult;
    }
    const bool isInDevelopment = DevelopmentOf(m_context.policies->Get()->values).has_value();
    const bool mayChange = failure || m_context.sources.HotReload() || isInDevelopment;
    FillHookTable(hooks, m_context.api.Version, mayChange ? kAllHooks : first->Hooks() | kAlwaysRegistered);
    if (!failure)
    {
        m_instances.SetFirst(std::move(first));
    }
    return S_OK;
}

HRESULT Plugin::Run(HookId hook, const HookSession& session, const ArgumentWriter& writeArguments)
{
    const auto failure = TryRun(hook, session, writeArguments);
    if (!failure)
    {
        return S_OK;
    }
    if (InfoOf(hook).endsSession == EndsSession::OnFailure)
    {
        m_instances.End(session.id, {});
    }
    return Report(hook, session.id, *failure);
}

std::optional<Failure> Plugin::TryRun(HookId hook, const HookSession& session, const ArgumentWriter& writeArguments)
try
{
    if (InfoOf(hook).fatal)
    {
        m_context.policies->Read();
    }
    const auto instance = m_instances.Get(session, ContextOf(session));
    return instance
        ? instance->Run(hook, session.token, writeArguments)
        : Failure{hresults::kErrorBusy, m_context.files.scriptFile + " is busy in too many sessions", {}, {}};
}
catch (const std::bad_alloc&)
{
    return Failure{E_OUTOFMEMORY, m_context.files.scriptFile + ": WSL's service has no memory left", {}, {}};
}

// Of the files that the session's user runs.
PluginContext& Plugin::ContextOf(const HookSession& session)
{
    const PoliciesPointer policies = m_context.policies->Get();
    const auto development = DevelopmentOf(policies->values);
    if (!development || text::Utf16ToUtf8(win32::SidToText(session.user)) != development->account)
    {
        return m_context;
    }
    const std::lock_guard lock(m_developmentLock);
    const auto found = std::ranges::find(m_developments, development, &PluginContext::development);
    return found != m_developments.end() ? *found : m_developments.emplace_back(m_context, *development);
}

HRESULT Plugin::Report(HookId hook, SessionId session, const Failure& failure)
{
    SessionLog log(m_context.log);
    log.SetSession(session.Text());
    log.WriteFailure("hook", InfoOf(hook).name, failure);
    // After other hooks WSL does not clear the message, and it would appear at this thread's next start of a VM.
    if (InfoOf(hook).messageConsumed && !failure.message.empty())
    {
        const std::u16string message = text::Utf8ToUtf16(text::FirstBytes(failure.message, numbers::kMaximumMessage));
        const HRESULT result = m_context.api.PluginError(win32::AsWide(message));
        if (FAILED(result))
        {
            log.Write(
                LogLevel::Warn,
                "hook",
                "WSL rejected the message for the user",
                {{"hook", InfoOf(hook).name}, {"hresult", text::HresultToText(result)}});
        }
    }
    return failure.hresult;
}

void Plugin::ReportCrash(const char* what) noexcept
{
    char message[256];
    std::snprintf(message, sizeof(message), "wsl-script-host has failed and ends WSL's service: %s", what);
    m_context.log.WriteAtOnce(LogLevel::Error, "crash", message);
}
