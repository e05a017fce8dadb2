// Hooks of many sessions on several threads, at random.
#include "cases/cases.h"
#include "generated/hresults.h"
#include "sessions.h"
#include <atomic>
#include <cstdlib>
#include <mutex>
#include <optional>
#include <random>
#include <thread>
#include <vector>

namespace {

using text::Utf16ToUtf8;

// A session's count includes every hook, even while four threads make sessions take each other's room.
void CountsSurviveMakingRoom()
{
    constexpr uint32_t kSessions = 12;
    constexpr int kThreads = 4;
    constexpr int kRounds = 60;
    HelloPlugin plugin(R"({
        onLoad({ previous }) { globalThis.count = previous ?? 0; },
        onVmStarted() { globalThis.count++; }, onDistributionStarted() { throw new PluginError('count ' + globalThis.count); },
        onReloading() { return globalThis.count; },
    })");
    std::atomic<int> counts[kSessions]{};
    std::vector<std::jthread> threads;
    for (uint32_t seed = 0; seed < kThreads; seed++)
    {
        threads.emplace_back([&, seed] {
            std::mt19937 random(seed);
            for (int round = 0; round < kRounds; round++)
            {
                const auto session = static_cast<uint32_t>(random() % kSessions);
                counts[session] += plugin.Wsl().Call(HookId::OnVMStarted, In(session, u"S-1-5-18")) == S_OK ? 1 : 0;
            }
        });
    }
    threads.clear();
    Expect(Count(HelloPlugin::Log(), "freed to make room") > kSessions, "there was no need to make room");
    for (uint32_t session = 0; session < kSessions; session++)
    {
        ExpectEqual(
            MessageOf(plugin, In(session, u"S-1-5-18"), HookId::OnDistributionStarted),
            "count " + std::to_string(counts[session]));
    }
}

// A plugin whose instances detect that they serve more than one session, and whose hooks end in every way.
constexpr auto kStormy = R"({
    limits: { memory: 8 * 2 ** 20 },
    onLoad({ previous }) { globalThis.own = previous; },
    onReloading() { return own; },
    onVmStarted(session) {
        globalThis.own ??= session.sessionId;
        if (own !== session.sessionId) throw new PluginError('the state of session ' + own);
        MountFolder(session, 'C:\\x', '/x');
    },
    onVmStopping(session) {
        globalThis.own ??= session.sessionId;
        if (own !== session.sessionId) console.error('LEAK');
        throw new Error('fails');
    },
    async onDistributionStarted(session) { MountFolder(session, 'C:\\x', '/x'); throw new PluginError('expected'); },
    onContainerStarted(session) {
        globalThis.own ??= session.sessionId;
        if (own !== session.sessionId) throw new PluginError('the state of session ' + own);
        WSLCMountFolder(session, 'C:\\x', '/x');
    },
    onSessionStopping(session) { if (globalThis.own !== session.sessionId) console.error('LEAK'); },
    onDistributionStopping() { new ArrayBuffer(2 ** 24); },
})";

class Storm
{
public:
    explicit Storm(HelloPlugin& plugin) : m_plugin(plugin)
    {
        plugin.Wsl().onCall = [this](const ApiCall& call) { return Answer(call); };
    }

    void Round(std::mt19937& random)
    {
        const uint32_t session = Pick(random, kSessions);
        switch (Pick(random, 20))
        {
        case 0:
            Hook(session, HookId::ContainerStarted);
            break;
        case 1:
            Hook(session, HookId::OnSessionStopping);
            break;
        default:
            Hook(session, static_cast<HookId>(Pick(random, 4)));
        }
    }

private:
    // More than there is room for, and more of each user.
    static constexpr uint32_t kSessions = 80;
    static constexpr uint32_t kUsers = 8;

    static uint32_t Pick(std::mt19937& random, uint32_t count)
    {
        return std::uniform_int_distribution<uint32_t>(0, count - 1)(random);
    }

    void Hook(uint32_t session, HookId hook)
    {
        const HRESULT result = m_plugin.Wsl().Call(hook, In(session, UserOf(session % kUsers)));
        const std::u16string message = FakeWsl::Message().value_or(u"");
        const bool succeeds = hook == HookId::OnVMStarted || hook == HookId::ContainerStarted ||
            hook == HookId::OnSessionStopping;
        const bool isExpected = succeeds             ? result == S_OK
            : hook == HookId::OnDistributionStopping ? result == E_OUTOFMEMORY
                                                     : result == E_FAIL;
        Expect(
            isExpected || result == hresults::kErrorBusy,
            std::to_string(result) + " from hook " + std::to_string(static_cast<uint32_t>(hook)) + ": " +
                Utf16ToUtf8(message));
    }

    // Sometimes WSL calls the hook of a later session from within. Never of an earlier one: two that wait for each
    // other fail, but only after a long time.
    ApiAnswer Answer(const ApiCall& call)
    {
        thread_local std::mt19937 t_random(call.session);
        if (Pick(t_random, 4) == 0 && call.session + 1 < kSessions)
        {
            Hook(call.session + 1 + Pick(t_random, kSessions - call.session - 1), HookId::OnVMStopping);
        }
        return {};
    }

    HelloPlugin& m_plugin;
};

// The number of rounds from the environment.
int Rounds(int usual)
{
    const char* wanted = std::getenv("ROUNDS");
    return wanted == nullptr ? usual : std::atoi(wanted);
}

// Container sessions: WSL holds one lock of the whole service while a session begins or ends, and takes it in every
// call. Meanwhile sessions begin, have hooks that make calls on several threads, and end.
class Service
{
public:
    explicit Service(HelloPlugin& plugin) : m_plugin(plugin)
    {
        plugin.Wsl().onCall = [this](const ApiCall&) {
            const std::scoped_lock lock(m_lock);
            return ApiAnswer{};
        };
    }

    void Round(std::mt19937& random)
    {
        const auto session = Live(random);
        if (!session || random() % 8 == 0)
        {
            Begin();
        }
        else if (random() % 8 == 0)
        {
            End(*session);
        }
        else
        {
            Expect(m_plugin.Wsl().Call(HookId::ContainerStarted, In(*session)) == S_OK, "a hook has failed");
        }
    }

private:
    std::optional<uint32_t> Live(std::mt19937& random)
    {
        const std::scoped_lock lock(m_listLock);
        return m_live.empty() ? std::nullopt : std::optional(m_live[random() % m_live.size()]);
    }

    void Begin()
    {
        const uint32_t session = ++m_last;
        const std::scoped_lock lock(m_lock);
        Expect(m_plugin.Wsl().Call(HookId::OnSessionCreated, In(session)) == S_OK, "a session cannot begin");
        const std::scoped_lock listLock(m_listLock);
        m_live.push_back(session);
    }

    void End(uint32_t session)
    {
        {
            const std::scoped_lock lock(m_listLock);
            std::erase(m_live, session);
        }
        const std::scoped_lock lock(m_lock);
        Expect(m_plugin.Wsl().Call(HookId::OnSessionStopping, In(session)) == S_OK, "a session cannot end");
    }

    HelloPlugin& m_plugin;
    std::recursive_mutex m_lock;
    std::atomic<uint32_t> m_last = 0;
    std::mutex m_listLock;
    std::vector<uint32_t> m_live;
};

// Runs the rounds on four threads, and rethrows their exceptions.
template <class Subject>
void RunRounds(Subject& subject, int rounds)
{
    std::atomic<int> next = 0;
    std::string problem;
    std::mutex problemLock;
    std::vector<std::jthread> threads;
    for (uint32_t seed = 0; seed < 4; seed++)
    {
        threads.emplace_back([&, seed] {
            std::mt19937 random(seed);
            try
            {
                while (next++ < rounds)
                {
                    subject.Round(random);
                }
            }
            catch (const std::exception& error)
            {
                const std::lock_guard lock(problemLock);
                problem = error.what();
            }
        });
    }
    threads.clear();
    FinishWork();
    Expect(problem.empty(), problem);
}

void LockOfTheWholeService()
{
    HelloPlugin plugin(
        R"({
            onSessionCreated(session) { WSLCMountFolder(session, 'C:\\x', '/x'); },
            onContainerStarted(session) { WSLCMountFolder(session, 'C:\\x', '/x'); },
            onSessionStopping() { console.error('ended'); },
        })",
        R"({"log":{"level":"error"}})",
        {2, 9, 4});
    Service service(plugin);
    RunRounds(service, Rounds(200));
    Expect(Count(HelloPlugin::Log(), "ended") > 0, "no session has ended");
    ExpectEqual(Count(HelloPlugin::Log(), "ERROR_BUSY"), 0u);
}

void StormOfSessions()
{
    HelloPlugin plugin(kStormy, R"({"log":{"level":"error","maximumSize":1048576}})", {2, 9, 4});
    Storm storm(plugin);
    RunRounds(storm, Rounds(400));
    ExpectEqual(Count(HelloPlugin::Log(), "LEAK"), 0u);
    Expect(FakeWindows::Get().sockets.empty(), "a process stays open");
}

const AddCases g_cases{
    {"sessions on many threads that take each other's room lose no state", CountsSurviveMakingRoom},
    {"hooks under a lock of the whole service wait for no hook that makes a call", LockOfTheWholeService},
    {"sessions on many threads have their own state and outcome, whatever happens", StormOfSessions},
};

} // namespace
