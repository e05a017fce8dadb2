// Container sessions: how they end, and how they share the room for instances.
#include "cases/cases.h"
#include "generated/numbers.h"
#include "sessions.h"
#include <thread>

namespace {

constexpr auto kContainers = R"({
    onLoad() { globalThis.count = 0; },
    onSessionCreated({ displayName }) { if (displayName === 'bad') throw new PluginError('refused'); },
    onContainerStarted() { throw new PluginError('count ' + ++globalThis.count); },
    onSessionStopping({ sessionId, displayName, userSid }) { console.log('ended', sessionId, displayName, userSid); },
})";

void RefusedContainerSession()
{
    HelloPlugin plugin(kContainers, "{}", {2, 9, 5});
    HookInput bad = In(1);
    bad.displayName = u"bad";
    ExpectEqual(MessageOf(plugin, In(2), HookId::ContainerStarted), "count 1");
    ExpectEqual(MessageOf(plugin, bad, HookId::OnSessionCreated), "refused");
    FinishWork();
    ExpectEqual(Count(HelloPlugin::Log(), "ended"), 0u);
    // Its instance ends with it.
    ExpectEqual(Count(HelloPlugin::Log(), R"("loaded")"), 2u);
    ExpectEqual(MessageOf(plugin, In(1), HookId::ContainerStarted), "count 1");
    ExpectEqual(Count(HelloPlugin::Log(), R"("loaded")"), 3u);
}

void ContainerSessionEnds()
{
    HelloPlugin plugin(kContainers, "{}", {2, 9, 5});
    // No instance is made for the end of a session that has none.
    ExpectEqual(plugin.Wsl().Call(HookId::OnSessionStopping, In(7)), S_OK);
    ExpectEqual(MessageOf(plugin, In(1), HookId::ContainerStarted), "count 1");
    ExpectEqual(plugin.Wsl().Call(HookId::OnSessionStopping, In(1)), S_OK);
    FinishWork();
    ExpectEqual(Count(HelloPlugin::Log(), "ended"), 1u);
    ExpectEqual(Count(HelloPlugin::Log(), "ended wslc:1 wslc-cli-ada S-1-5-21-0-0-0-1001"), 1u);
    ExpectEqual(MessageOf(plugin, In(1), HookId::ContainerStarted), "count 1");
}

void ContainerSessionEndsWithinCall()
{
    HelloPlugin plugin(
        R"({ onVmStarted(session) { MountFolder(session, 'C:\\x', '/x'); console.log('mounted'); },
            onContainerStarted() {}, onSessionStopping({ sessionId }) { console.log('ended', sessionId); } })",
        "{}",
        {2, 9, 5});
    ExpectEqual(plugin.Wsl().Call(HookId::ContainerStarted, In(1)), S_OK);
    plugin.Wsl().onCall = [&](const ApiCall&) {
        ExpectEqual(plugin.Wsl().Call(HookId::OnSessionStopping, In(1)), S_OK);
        return ApiAnswer{};
    };
    ExpectEqual(plugin.Wsl().Call(HookId::OnVMStarted, In(1)), S_OK);
    FinishWork();
    ExpectEqual(Count(HelloPlugin::Log(), "mounted"), 1u);
    ExpectEqual(Count(HelloPlugin::Log(), "ended wslc:1"), 1u);
}

constexpr auto kEnds = R"({
    onReloading() { return 'kept'; }, onLoad({ previous }) { globalThis.previous = previous; },
    onContainerStarted(session) { WSLCMountFolder(session, 'C:\\x', '/x'); console.log('started', globalThis.previous); },
    onSessionStopping(session) {
        try { WSLCMountFolder(session, 'C:\\x', '/x'); } catch (e) { console.log('ended', session.sessionId, e.message); }
    },
})";

void LastHookReachesNoWsl()
{
    HelloPlugin plugin(kEnds, "{}", {2, 9, 4});
    ExpectEqual(plugin.Wsl().Call(HookId::ContainerStarted, In(1)), S_OK);
    ExpectEqual(plugin.Wsl().Call(HookId::OnSessionStopping, In(1)), S_OK);
    FinishWork();
    ExpectEqual(Count(HelloPlugin::Log(), "ended wslc:1 WSLCMountFolder"), 1u);
    ExpectEqual(plugin.Wsl().calls.size(), 1u);
    // A hook that comes after all gets a new instance, without the old one's state.
    ExpectEqual(plugin.Wsl().Call(HookId::ContainerStarted, In(1)), S_OK);
    ExpectEqual(Count(HelloPlugin::Log(), "started undefined"), 2u);
}

void SessionEndsWhileItsHookRuns()
{
    HelloPlugin plugin(kEnds, "{}", {2, 9, 4});
    Gate gate;
    plugin.Wsl().onCall = [&](const ApiCall&) { return gate.Wait(); };
    std::jthread running([&] { ExpectEqual(plugin.Wsl().Call(HookId::ContainerStarted, In(1)), S_OK); });
    gate.AwaitArrival();
    // Does not wait for the hook.
    ExpectEqual(plugin.Wsl().Call(HookId::OnSessionStopping, In(1)), S_OK);
    ExpectEqual(Count(HelloPlugin::Log(), "ended"), 0u);
    gate.Open();
    running.join();
    FinishWork();
    const std::string log = HelloPlugin::Log();
    Expect(log.find("started") < log.find("ended wslc:1"), "the last hook did not come last: " + log);
}

void LastHookTakesTooLong()
{
    HelloPlugin plugin(
        "{ limits: { scriptTime: 50 }, onSessionCreated() {}, onSessionStopping() { for (;;); } }", "{}", {2, 9, 4});
    ExpectEqual(plugin.Wsl().Call(HookId::OnSessionCreated, In(1)), S_OK);
    ExpectEqual(plugin.Wsl().Call(HookId::OnSessionStopping, In(1)), S_OK);
    FinishWork();
    ExpectEqual(Count(HelloPlugin::Log(), "onSessionStopping took longer than its scriptTime of 50 ms"), 1u);
}

// A user may have any number of them at a time: the newest does not mean that the others are over.
void ContainerSessionsOfOneUser()
{
    HelloPlugin plugin(kContainers, "{}", {2, 9, 5});
    const auto call = [&](uint32_t session, HookInput::Text user) {
        return MessageOf(plugin, In(session, user), HookId::ContainerStarted);
    };
    ExpectEqual(call(1, UserOf(100)), "count 1");
    ExpectEqual(call(2, UserOf(200)), "count 1");
    ExpectEqual(call(3, UserOf(200)), "count 1");
    for (uint32_t session = 4; session <= numbers::kMaximumInstances; session++)
    {
        ExpectEqual(call(session, UserOf(session)), "count 1");
    }
    ExpectEqual(call(100, UserOf(300)), "count 1");
    // The one that has been idle longest.
    ExpectEqual(Count(HelloPlugin::Log(), R"("session":"wslc:1","event":"load","message":"freed)"), 1u);
    ExpectEqual(Count(HelloPlugin::Log(), "freed to make room"), 1u);
}

void ContainerMounts()
{
    HelloPlugin plugin(
        R"({ onWslcVmStarted(session) {
            WSLCMountFolder(session, 'C:\\Gr\u00fc\u00dfe', '/opt/\u{1F600}', false);
            for (const id of [1, 'wslc:2', 'wslc:01']) {
                try { WSLCMountFolder(id, 'C:\\x', '/x'); } catch (e) { console.log(id, e.message); }
            }
            try { WSLCUnmountFolder(session, '/elsewhere'); } catch (e) { console.log(e.message); }
            WSLCUnmountFolder(session.sessionId, '/opt/\u{1F600}');
        } })",
        "{}",
        {2, 9, 5});
    ExpectEqual(plugin.Wsl().Call(HookId::WslcVmStarted, In(1)), S_OK);
    const auto& calls = plugin.Wsl().calls;
    ExpectEqual(calls.size(), 2u);
    ExpectEqual(calls[0].name, "WSLCMountFolder");
    ExpectEqual(calls[0].session, 1u);
    ExpectEqual(
        text::Utf16ToUtf8(calls[0].texts[0]),
        "C:\\Gr\xc3\xbc\xc3\x9f"
        "e");
    ExpectEqual(calls[0].path, "/opt/\xf0\x9f\x98\x80");
    ExpectEqual(calls[0].readOnly, false);
    ExpectEqual(calls[1].name, "WSLCUnmountFolder");
    ExpectEqual(calls[1].path, calls[0].path);
    const std::string log = HelloPlugin::Log();
    ExpectEqual(Count(log, "session must be a container session, not the session 1 with distributions"), 1u);
    ExpectEqual(Count(log, "session must be a container session or its sessionId, not \\\"wslc:01\\\""), 1u);
    ExpectEqual(Count(log, "WSLC_E_SESSION_NOT_FOUND"), 1u);
    ExpectEqual(Count(log, "WSLCUnmountFolder(/elsewhere) failed: 0x80070490 (ERROR_NOT_FOUND)"), 1u);
}

void ContainerProcesses()
{
    HelloPlugin plugin(
        R"({ onWslcVmStarted(session) {
            const process = WSLCCreateProcess(session, '/bin/x', ['a'], { arg0: 'y', env: { A: '1', HOME: '/h' } });
            console.log(process.exitCode, process.wait(), process.stdout.text(), process.stderr.text());
            process.close();
            try { WSLCCreateProcess(session, '/none'); } catch (e) { console.log('errno', e.errno); }
            try { WSLCCreateProcess(session, '/broken'); } catch (e) { console.log(e.message); }
            WSLCCreateProcess(session, '/left/open');
        } })",
        "{}",
        {2, 9, 5});
    plugin.Wsl().onCall = [](const ApiCall& call) -> ApiAnswer {
        if (call.path == "/none")
        {
            return {.result = E_FAIL, .errorNumber = 2};
        }
        if (call.path == "/broken")
        {
            return {.streamResult = E_UNEXPECTED};
        }
        return {.output = "out", .errors = "err", .hasEnded = false, .exitCode = 12};
    };
    ExpectEqual(plugin.Wsl().Call(HookId::WslcVmStarted, In(1)), S_OK);
    const ApiCall& call = plugin.Wsl().calls[0];
    Expect(call.arguments == std::vector<std::string>{"y", "a"}, "other arguments");
    Expect(
        call.variables ==
            std::vector<std::string>{"A=1", "HOME=/h", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8"},
        "other variables");
    const std::string log = HelloPlugin::Log();
    ExpectEqual(Count(log, "null 12 out err"), 1u);
    ExpectEqual(Count(log, "errno 2"), 1u);
    ExpectEqual(Count(log, "WSLCCreateProcess(/broken) failed: 0x8000FFFF"), 1u);
    ExpectEqual(Count(log, "WSLCCreateProcess(/left/open) was left open"), 1u);
    Expect(FakeWindows::Get().sockets.empty() && FakeWindows::Get().events.empty(), "handles are left open");
}

const AddCases g_cases{
    {"a process of a container session has streams, an exit code and an errno, and ends with its hook",
     ContainerProcesses},
    {"a session's last hook runs without WSL, and its instance ends", LastHookReachesNoWsl},
    {"a session that ends while its hook runs does not wait for it", SessionEndsWhileItsHookRuns},
    {"a last hook that takes too long is ended", LastHookTakesTooLong},
    {"mounts of containers reach their own session with what the script says", ContainerMounts},
    {"a container session that is refused ends without a hook", RefusedContainerSession},
    {"a container session's end runs its hook with copies, and not for a session without an instance",
     ContainerSessionEnds},
    {"a container session that ends within another session's call runs its hook elsewhere",
     ContainerSessionEndsWithinCall},
    {"a user's container sessions are none of them over because there is a newer one", ContainerSessionsOfOneUser},
};

} // namespace
