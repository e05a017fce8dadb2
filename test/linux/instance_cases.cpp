// Sessions: each has an instance of the script, and none blocks another.
#include "cases/cases.h"
#include "generated/hresults.h"
#include "generated/numbers.h"
#include "plugin/account_names.h"
#include "plugin/hook_runner.h"
#include "plugin/instances.h"
#include "plugin/kept_states.h"
#include "sessions.h"
#include <semaphore>
#include <thread>
#include <vector>

namespace {

using text::Utf16ToUtf8;

constexpr auto kCounts = R"({
    onLoad() { globalThis.count = 0; console.log('made'); },
    onVmStarted() { throw new PluginError('count ' + ++globalThis.count); },
})";

void StateOfItsOwn()
{
    HelloPlugin plugin(kCounts);
    ExpectEqual(Count(HelloPlugin::Log(), "\"made\""), 1u);
    ExpectEqual(MessageOf(plugin, In(1)), "count 1");
    ExpectEqual(MessageOf(plugin, In(2)), "count 1");
    ExpectEqual(MessageOf(plugin, In(1)), "count 2");
    // The instance that the entry point has made serves the first session.
    ExpectEqual(Count(HelloPlugin::Log(), "\"made\""), 2u);
    ExpectEqual(Count(HelloPlugin::Log(), R"("session":"2","event":"console")"), 1u);
}

void FilesAreReadOnce()
{
    HelloPlugin plugin(kCounts);
    HelloPlugin::Files().erase(HelloPlugin::kScript);
    HelloPlugin::Files()[HelloPlugin::kSettings] = "no settings";
    FakeWindows::Get().filesWritten++;
    ExpectEqual(MessageOf(plugin, In(1)), "count 1");
    ExpectEqual(MessageOf(plugin, In(2)), "count 1");
}

// The first runs the text, the second compiles it for itself and all later ones.
void SameScriptForAll()
{
    HelloPlugin plugin(R"({
        onVmStarted() { throw new Error('at its place'); },
        onDistributionStarted() { throw new PluginError(String(this.onVmStarted)); },
    })");
    for (uint32_t session = 1; session <= 4; session++)
    {
        ExpectEqual(MessageOf(plugin, In(session)), "hello.js:2:35: Error: at its place");
        ExpectEqual(
            MessageOf(plugin, In(session), HookId::OnDistributionStarted),
            "onVmStarted() { throw new Error('at its place'); }");
    }
}

void SpentForItsSessionAlone()
{
    HelloPlugin plugin(R"({
        limits: { memory: 8 * 2 ** 20 }, onLoad() { globalThis.count = 0; },
        onVmStarted() { throw new PluginError('count ' + ++globalThis.count); },
        onDistributionStarted() { new ArrayBuffer(2 ** 24); },
    })");
    MessageOf(plugin, In(1));
    MessageOf(plugin, In(2));
    ExpectEqual(plugin.Wsl().Call(HookId::OnDistributionStarted, In(1)), E_OUTOFMEMORY);
    ExpectEqual(MessageOf(plugin, In(1)), "count 1");
    ExpectEqual(MessageOf(plugin, In(2)), "count 2");
}

void CallsReachTheOwnSession()
{
    HelloPlugin plugin(R"({
        onLoad() {
            globalThis.mount = (session) => {
                try { MountFolder(session, 'C:\\x', '/x'); } catch (e) { console.log(e.message); }
            };
            mount(1);
        },
        onVmStarted() { mount(1); mount(2); },
    })");
    ExpectEqual(plugin.Wsl().Call(HookId::OnVMStarted, In(2)), S_OK);
    ExpectEqual(plugin.Wsl().calls.size(), 1u);
    ExpectEqual(plugin.Wsl().calls[0].session, 2u);
    ExpectEqual(Count(HelloPlugin::Log(), "RPC_E_DISCONNECTED"), 2u);
}

void LoadFailureOfOneSession()
{
    HelloPlugin plugin(R"({ onLoad() {
        try { MountFolder(2, 'C:\\x', '/x'); } catch (e) { if (e.hresult !== HRESULT.RPC_E_DISCONNECTED) throw e; }
    }, onVmStarted() {}, onDistributionStarted() {} })");
    plugin.Wsl().onCall = [](const ApiCall&) { return ApiAnswer{E_FAIL, 0}; };
    for (const uint32_t session : {1u, 2u, 3u})
    {
        const HRESULT expected = session == 2 ? E_FAIL : S_OK;
        ExpectEqual(plugin.Wsl().Call(HookId::OnVMStarted, In(session)), expected);
        ExpectEqual(plugin.Wsl().Call(HookId::OnDistributionStarted, In(session)), expected);
        ExpectEqual(plugin.Wsl().Call(HookId::OnDistributionStopping, In(session)), S_OK);
    }
    plugin.Wsl().onCall = nullptr;
    ExpectEqual(plugin.Wsl().Call(HookId::OnVMStarted, In(2)), S_OK);
}

// WSL has never called on any of these threads before.
void NoneWaitsForAnother()
{
    HelloPlugin plugin(R"({ onVmStarted(session) { MountFolder(session, 'C:\\x', '/x'); console.log('mounted'); } })");
    Gate gate;
    plugin.Wsl().onCall = [&](const ApiCall& call) { return call.session == 1 ? gate.Wait() : ApiAnswer{}; };
    std::jthread hanging([&] { ExpectEqual(plugin.Wsl().Call(HookId::OnVMStarted, In(1)), S_OK); });
    gate.AwaitArrival();
    for (int i = 0; i < 100; i++)
    {
        std::jthread([&] { ExpectEqual(plugin.Wsl().Call(HookId::OnVMStarted, In(2)), S_OK); }).join();
    }
    ExpectEqual(Count(HelloPlugin::Log(), "mounted"), 100u);
    gate.Open();
    hanging.join();
    ExpectEqual(Count(HelloPlugin::Log(), "mounted"), 101u);
}

void BusySession()
{
    HelloPlugin plugin(
        R"({ limits: { hookTime: 50 }, onVmStarted(session) { MountFolder(session, 'C:\\x', '/x'); } })");
    Gate gate;
    plugin.Wsl().onCall = [&](const ApiCall&) { return gate.Wait(); };
    std::jthread hanging([&] { plugin.Wsl().Call(HookId::OnVMStarted, In(1)); });
    gate.AwaitArrival();
    ExpectEqual(MessageOf(plugin, In(1)), "hello.js is still busy with another hook");
    ExpectEqual(plugin.Wsl().Call(HookId::OnVMStarted, In(1)), hresults::kErrorBusy);
    gate.Open();
}

void OtherSessionWithinCall()
{
    HelloPlugin plugin(R"({ onVmStarted(session) {
        globalThis.count = (globalThis.count ?? 0) + 1;
        if (session.sessionId === 1) MountFolder(session, 'C:\\x', '/x');
        throw new PluginError(session.sessionId + ': ' + globalThis.count);
    } })");
    std::string inner;
    plugin.Wsl().onCall = [&](const ApiCall&) {
        inner = MessageOf(plugin, In(2));
        return ApiAnswer{};
    };
    ExpectEqual(MessageOf(plugin, In(1)), "1: 1");
    ExpectEqual(inner, "2: 1");
    ExpectEqual(MessageOf(plugin, In(2)), "2: 2");
}

constexpr auto kHandsOver = R"({
    onLoad({ previous }) { globalThis.count = previous ?? 0; },
    onVmStarted() { throw new PluginError('count ' + ++globalThis.count); },
    onReloading() {
        try { MountFolder(1, 'C:\\x', '/x'); } catch (e) { console.log(e.message); }
        return globalThis.count;
    },
})";

void RoomOfUser()
{
    HelloPlugin plugin(kHandsOver);
    for (uint32_t session = 1; session <= numbers::kMaximumInstancesOfUser + 1; session++)
    {
        ExpectEqual(MessageOf(plugin, In(session, u"S-1-5-18")), "count 1");
    }
    ExpectEqual(Count(HelloPlugin::Log(), "freed to make room"), 1u);
    ExpectEqual(Count(HelloPlugin::Log(), R"("session":"1","event":"load","message":"freed to make room)"), 1u);
    // From outside of its session's calls no call reaches WSL.
    ExpectEqual(plugin.Wsl().calls.size(), 0u);
    ExpectEqual(Count(HelloPlugin::Log(), "RPC_E_DISCONNECTED"), 1u);
    ExpectEqual(MessageOf(plugin, In(100)), "count 1");
    ExpectEqual(Count(HelloPlugin::Log(), "freed to make room"), 1u);
    ExpectEqual(MessageOf(plugin, In(1, u"S-1-5-18")), "count 2");
    ExpectEqual(Count(HelloPlugin::Log(), "freed to make room"), 2u);
}

void NoRoomForBusyUser()
{
    HelloPlugin plugin(
        R"({ onVmStarted(session) { if (session.userSid === 'S-1-5-18') MountFolder(session, 'C:\\x', '/x'); } })");
    Gate gate;
    plugin.Wsl().onCall = [&](const ApiCall&) { return gate.Wait(); };
    std::vector<std::jthread> threads;
    for (uint32_t session = 1; session <= numbers::kMaximumInstancesOfUser; session++)
    {
        threads.emplace_back([&, session] { plugin.Wsl().Call(HookId::OnVMStarted, In(session, u"S-1-5-18")); });
        gate.AwaitArrival();
    }
    ExpectEqual(MessageOf(plugin, In(50, u"S-1-5-18")), "hello.js is busy in too many sessions");
    ExpectEqual(plugin.Wsl().Call(HookId::OnVMStarted, In(50, u"S-1-5-18")), hresults::kErrorBusy);
    ExpectEqual(plugin.Wsl().Call(HookId::OnVMStarted, In(51)), S_OK);
    for (size_t i = 0; i < threads.size(); i++)
    {
        gate.Open();
    }
    threads.clear();
    plugin.Wsl().onCall = nullptr;
    ExpectEqual(plugin.Wsl().Call(HookId::OnVMStarted, In(50, u"S-1-5-18")), S_OK);
}

// The hook waits for its own instance's onReloading, and continues with the state that it returned.
void HookComesWhileRoomIsMade()
{
    std::binary_semaphore asked(0), go(0);
    FakeWindows::Get().askDomain = [&](const std::u16string&) {
        asked.release();
        go.acquire();
        return std::u16string(u"CORP\\mary");
    };
    HelloPlugin plugin(R"({
        onLoad({ previous }) { globalThis.count = previous ?? 0; },
        onVmStarted(session) { globalThis.session = session; throw new PluginError('count ' + ++globalThis.count); },
        onReloading() { if (session.sessionId === 1) session.user; return globalThis.count; },
    })");
    for (uint32_t session = 1; session <= numbers::kMaximumInstancesOfUser; session++)
    {
        MessageOf(plugin, In(session, u"S-1-5-21-7"));
    }
    std::jthread further([&] { ExpectEqual(MessageOf(plugin, In(50, u"S-1-5-21-7")), "count 1"); });
    asked.acquire();
    std::jthread own([&] { ExpectEqual(MessageOf(plugin, In(1, u"S-1-5-21-7")), "count 2"); });
    go.release();
}

// The states of one user's sessions never cost another user's session its state.
void StatesByUser()
{
    const std::u16string large(1'000'000, u'x');
    KeptStates states;
    states.Put({1}, u"S-1-5-18", u"small");
    for (uint32_t session = 100; session < 120; session++)
    {
        states.Put({session}, u"S-1-5-19", large);
    }
    ExpectEqual(Utf16ToUtf8(states.Take({1}).value_or(u"lost")), "small");
    Expect(!states.Take({117}).has_value(), "a user's states have no bound");
    Expect(states.Take({118}) == large && states.Take({119}) == large, "the newest states are lost");
    for (uint32_t session = 200; session < 220; session++)
    {
        states.Put({session}, UserOf(session), large);
    }
    Expect(!states.Take({203}).has_value(), "all states together have no bound");
    Expect(states.Take({204}) == large, "there was room for it");
}

// An instance whose session is probably over is freed first, even if others have been idle longer.
void EndedSessionsGoFirst()
{
    HelloPlugin plugin(kHandsOver);
    for (uint32_t session = 1; session <= numbers::kMaximumInstances; session++)
    {
        MessageOf(plugin, In(session));
    }
    // Session 7's user has come back. There is room for that since session 1 was used longest ago.
    MessageOf(plugin, In(100, UserOf(7)));
    ExpectEqual(Count(HelloPlugin::Log(), R"("session":"1","event":"load","message":"freed)"), 1u);
    MessageOf(plugin, In(101));
    ExpectEqual(Count(HelloPlugin::Log(), R"("session":"7","event":"load","message":"freed)"), 1u);
    ExpectEqual(Count(HelloPlugin::Log(), "freed to make room"), 2u);
}

// A container session and a session with distributions may have the same number.
void SameNumberOfBothKinds()
{
    HelloPlugin plugin(
        R"({ onVmStopping(session) { globalThis.visit(session); }, onContainerStarted(session) { globalThis.visit(1); },
            onLoad() { let count = 0; globalThis.visit = (session) => {
                try { MountFolder(session, 'C:\\x', '/x'); } catch (e) { console.log(e.message); }
                console.log('count', ++count);
            }; } })",
        "{}",
        {2, 9, 0});
    ExpectEqual(plugin.Wsl().Call(HookId::OnVMStopping, In(1)), S_OK);
    ExpectEqual(plugin.Wsl().Call(HookId::ContainerStarted, In(1)), S_OK);
    ExpectEqual(Count(HelloPlugin::Log(), "count 1"), 2u);
    ExpectEqual(Count(HelloPlugin::Log(), R"("session":"wslc:1","event":"console","message":"count 1")"), 1u);
    // The call that the container session's script has made for the other one.
    ExpectEqual(plugin.Wsl().calls.size(), 1u);
    ExpectEqual(Count(HelloPlugin::Log(), "RPC_E_DISCONNECTED"), 1u);
    ExpectEqual(plugin.Wsl().Call(HookId::OnSessionStopping, In(1)), S_OK);
    FinishWork();
    ExpectEqual(plugin.Wsl().Call(HookId::ContainerStarted, In(1)), S_OK);
    ExpectEqual(plugin.Wsl().Call(HookId::OnVMStopping, In(1)), S_OK);
    ExpectEqual(Count(HelloPlugin::Log(), "count 1"), 3u);
    ExpectEqual(Count(HelloPlugin::Log(), "count 2"), 1u);
}

void HookTimeIncludesLoading()
{
    HelloPlugin plugin(R"({ limits: { hookTime: 2000 },
        async onLoad() { await new Promise((resolve) => setTimeout(resolve, 1200)); },
        async onVmStarted() { await new Promise((resolve) => setTimeout(resolve, 1200)); },
    })");
    ExpectEqual(MessageOf(plugin, In(1)), "(it succeeds)");
    ExpectEqual(MessageOf(plugin, In(2)), "onVmStarted took longer than its hookTime of 2000 ms");
}

// A domain controller that does not answer delays one hook, and not the later ones.
void AccountsWithoutAnswer()
{
    std::binary_semaphore asked(0), go(0);
    FakeWindows::Get().askDomain = [&](const std::u16string&) {
        asked.release();
        go.acquire();
        return std::u16string(u"CORP\\mary");
    };
    AccountNames accounts;
    const auto soon = [] { return engine::Clock::now() + std::chrono::milliseconds(20); };
    const auto late = [] { return engine::Clock::now() + std::chrono::minutes(10); };
    ExpectEqual(Utf16ToUtf8(accounts.Find(u"S-1-5-21-1", soon())), "");
    asked.acquire();
    ExpectEqual(Utf16ToUtf8(accounts.Find(u"S-1-5-21-1", late())), "");
    ExpectEqual(Utf16ToUtf8(accounts.Find(u"S-1-5-18", late())), "NT AUTHORITY\\SYSTEM");
    go.release();
    FinishWork();
    ExpectEqual(Utf16ToUtf8(accounts.Find(u"S-1-5-21-1", soon())), "CORP\\mary");
}

const AddCases g_cases{
    {"each session has an instance with state of its own", StateOfItsOwn},
    {"further instances are made of the files as they were", FilesAreReadOnce},
    {"further instances run the script as the first does, with the same places and texts", SameScriptForAll},
    {"a spent instance is replaced for its session alone", SpentForItsSessionAlone},
    {"calls reach the session of their instance only", CallsReachTheOwnSession},
    {"a script that cannot be loaded for one session fails that session's hooks alone", LoadFailureOfOneSession},
    {"a hook that hangs in one session keeps no other session waiting", NoneWaitsForAnother},
    {"a hook that cannot get the engine while those ahead may have it fails with ERROR_BUSY", BusySession},
    {"a hook of another session runs from within a call", OtherSessionWithinCall},
    {"a user's ninth session takes the room of the one that was idle longest, whose state is kept", RoomOfUser},
    {"a ninth session of a user whose sessions are all busy fails alone", NoRoomForBusyUser},
    {"a hook that comes while its instance makes room goes on with its state", HookComesWhileRoomIsMade},
    {"states that are kept have a bound for each user", StatesByUser},
    {"of all sessions those make room first whose users have newer ones", EndedSessionsGoFirst},
    {"sessions of both kinds have instances of their own though their numbers are the same", SameNumberOfBothKinds},
    {"loading takes from the time of the hook that needs it", HookTimeIncludesLoading},
    {"account look-ups without an answer do not keep hooks waiting", AccountsWithoutAnswer},
};

} // namespace
