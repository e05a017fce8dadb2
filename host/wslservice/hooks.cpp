#include "hooks.h"
#include "container_process.h"
#include "execution_context.h"
#include "generated/hook_table.h"
#include "hook_arguments.h"
#include "impersonation.h"
#include "plugins.h"
#include "session_lock.h"
#include "stopwatch.h"
#include <algorithm>
#include <functional>
#include <set>
#include <stdexcept>
#include <string_view>
#include <tuple>

namespace standin {

namespace {

using BoundHook = std::function<HRESULT()>;

struct Measured
{
    HRESULT last = S_OK;
    uint64_t failed = 0;
    std::vector<uint64_t> nanoseconds;
};

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

template <typename... Arguments>
BoundHook BindSlot(HRESULT (*slot)(Arguments...), HookArguments& arguments)
{
    return [slot, all = std::tuple<Arguments...>{arguments.Get<Arguments>()...}] { return std::apply(slot, all); };
}

// Reads no other slot: the version's table may end before it.
BoundHook Bind(const wsl::WSLPluginHooksV1& hooks, std::string_view name, HookArguments& arguments)
{
    BoundHook bound;
    VisitSlots([&](HookId hook, auto slot) {
        if (name == InfoOf(hook).name)
        {
            bound = BindSlot(hooks.*slot, arguments);
        }
    });
    return bound;
}

bool ConsumesMessage(std::string_view name)
{
    return std::ranges::any_of(kHooks, [&](const HookInfo& hook) { return name == hook.name && hook.messageConsumed; });
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
