#include "hooks.h"
#include "container_process.h"
#include "execution_context.h"
#include "hook_arguments.h"
#include "impersonation.h"
#include "plugins.h"
#include "session_lock.h"
#include "stopwatch.h"
#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <stdexcept>
#include <string_view>

namespace standin {

namespace {

using BoundHook = std::function<HRESULT()>;

struct Measured
{
    HRESULT last = S_OK;
    uint64_t failed = 0;
    std::vector<uint64_t> nanoseconds;
};

using Hooks = wsl::WSLPluginHooksV1;

// The hooks of container sessions. Slots are read where the version's table has them.
BoundHook BindContainerHook(const Hooks& hooks, const std::string& name, HookArguments& arguments)
{
    using SessionHook = HRESULT (*Hooks::*)(const wsl::WSLCSessionInformation*);
    static const std::map<std::string_view, SessionHook> s_aboutSessions = {
        {"OnSessionCreated", &Hooks::OnSessionCreated},
        {"OnSessionStopping", &Hooks::OnSessionStopping},
        {"WslcVmStarted", &Hooks::WslcVmStarted},
        {"WslcVmStopping", &Hooks::WslcVmStopping}};
    using TextHook = HRESULT (*Hooks::*)(const wsl::WSLCSessionInformation*, LPCSTR);
    static const std::map<std::string_view, TextHook> s_withText = {
        {"ContainerStarted", &Hooks::ContainerStarted},
        {"ContainerStopping", &Hooks::ContainerStopping},
        {"ImageCreated", &Hooks::ImageCreated},
        {"ImageDeleted", &Hooks::ImageDeleted}};
    const auto* session = arguments.ContainerSession();
    if (const auto found = s_aboutSessions.find(name); found != s_aboutSessions.end())
    {
        return [=, hook = hooks.*found->second] { return hook(session); };
    }
    if (const auto found = s_withText.find(name); found != s_withText.end())
    {
        return [=, hook = hooks.*found->second, text = arguments.NarrowText()] { return hook(session, text); };
    }
    throw std::invalid_argument("no such hook: " + name);
}

// The lock that WSL holds while the hook runs: the session's, or that of all container sessions. The hooks of events
// within a container session run without one.
SessionLock EnterFor(const std::string& hook, uint32_t session)
{
    if (hook == "OnSessionCreated" || hook == "OnSessionStopping")
    {
        return EnterContainerSessions();
    }
    static const std::set<std::string_view> s_within = {
        "ContainerStarted", "ContainerStopping", "ImageCreated", "ImageDeleted", "WslcVmStarted", "WslcVmStopping"};
    return s_within.contains(hook) ? SessionLock() : EnterSession(session);
}

BoundHook Bind(const Hooks& hooks, const std::string& name, HookArguments& arguments)
{
    const auto* session = arguments.Session();
    if (name == "OnVMStarted")
    {
        return [=, hook = hooks.OnVMStarted, settings = arguments.Settings()] { return hook(session, settings); };
    }
    if (name == "OnVMStopping")
    {
        return [=, hook = hooks.OnVMStopping] { return hook(session); };
    }
    if (name == "OnDistributionStarted" || name == "OnDistributionStopping")
    {
        const auto hook = name == "OnDistributionStarted" ? hooks.OnDistributionStarted : hooks.OnDistributionStopping;
        return [=, distribution = arguments.Distribution()] { return hook(session, distribution); };
    }
    if (name == "OnDistributionRegistered" || name == "OnDistributionUnregistered")
    {
        const auto hook = name == "OnDistributionRegistered" ? hooks.OnDistributionRegistered
                                                             : hooks.OnDistributionUnregistered;
        return [=, distribution = arguments.OfflineDistribution()] { return hook(session, distribution); };
    }
    return BindContainerHook(hooks, name, arguments);
}

bool ConsumesMessage(std::string_view hook)
{
    static const std::set<std::string_view> s_names = {
        "OnVMStarted", "OnDistributionStarted", "OnSessionCreated", "ContainerStarted"};
    return s_names.contains(hook);
}

void Time(const BoundHook& hook, uint64_t times, Measured& measured)
{
    for (uint64_t i = 0; i < times; i++)
    {
        const uint64_t before = Nanoseconds();
        measured.last = hook();
        measured.nanoseconds.push_back(Nanoseconds() - before);
        measured.failed += FAILED(measured.last) ? 1 : 0;
    }
}

Measured CallRepeatedly(const Plugin& plugin, const Message& request)
{
    const std::string name = request.Text("hook");
    const uint64_t times = request.Number("repeat", 1);
    const bool fresh = request.Number("fresh", 0) != 0;
    Measured measured;
    measured.nanoseconds.reserve(times);
    for (uint64_t done = 0; done < times; done += fresh ? 1 : times)
    {
        HookArguments arguments(request, plugin.Version());
        Time(Bind(plugin.Hooks(), name, arguments), fresh ? 1 : times, measured);
    }
    return measured;
}

void AddTimes(Message& reply, Measured measured)
{
    auto& times = measured.nanoseconds;
    std::sort(times.begin(), times.end());
    reply.Add("failed", measured.failed)
        .Add("p50", times[times.size() / 2])
        .Add("p99", times[times.size() * 99 / 100])
        .Add("lowest", times.front())
        .Add("highest", times.back());
}

} // namespace

Message ServeHook(const Message& request)
{
    const auto plugin = FindPlugin(request.Text("plugin"));
    const std::string name = request.Text("hook");
    if (!plugin->HasHook(name))
    {
        throw std::invalid_argument(plugin->Name() + " has no hook " + name);
    }
    const SessionLock lock = EnterFor(name, static_cast<uint32_t>(request.Number("session", 0)));
    const PluginContext context(plugin->Name());
    std::optional<Impersonation> impersonation;
    if (request.Number("impersonate", 0) != 0)
    {
        impersonation.emplace();
    }
    const size_t unreleased = UnreleasedProcesses();
    Measured measured = CallRepeatedly(*plugin, request);
    if (UnreleasedProcesses() != unreleased)
    {
        throw std::runtime_error(plugin->Name() + " has not released the processes that its hook has made");
    }
    if (impersonation && !Impersonates())
    {
        throw std::runtime_error(plugin->Name() + " has ended the thread's impersonation");
    }
    impersonation.reset();

    Message reply(request.Id(), "ok");
    reply.AddResult(measured.last);
    const auto message = ConsumesMessage(name) ? TakePluginError() : std::nullopt;
    if (message)
    {
        reply.Add("message", message->c_str());
    }
    if (WaitingPluginError())
    {
        reply.Add("waiting", WaitingPluginError()->c_str());
    }
    AddTimes(reply, std::move(measured));
    return reply;
}

} // namespace standin
