// What hooks and calls pass between WSL and the script, at every version that changed them.
#include "cases/cases.h"
#include "hello_plugin.h"
#include <array>
#include <utility>

namespace {

constexpr wsl::WSLVersion kVersions[] = {
    {2, 0, 0},
    {2, 0, 5},
    {2, 1, 1},
    {2, 1, 2},
    {2, 4, 3},
    {2, 4, 4},
    {2, 8, 7},
    {2, 8, 11},
    {2, 8, 12},
    {2, 9, 0},
    {2, 9, 4},
    {2, 9, 5},
    {3, 0, 0}};

// Touches every field that the version has.
constexpr auto kReadsAll = R"({
    onVmStarted(session, settings) { console.log(session, settings) },
    onVmStopping(session) { console.log(session) },
    onDistributionStarted(session, distribution) { console.log(session, distribution) },
    onDistributionStopping(session, distribution) { console.log(session, distribution) },
    onDistributionRegistered(session, distribution) { console.log(session, distribution) },
    onDistributionUnregistered(session, distribution) { console.log(session, distribution) },
    onSessionCreated(session) { console.log(session) },
    onSessionStopping(session) { console.log(session) },
    onContainerStarted(session, container) { console.log(session, container) },
    onContainerStopping(session, containerId) { console.log(session, containerId) },
    onImageCreated(session, image) { console.log(session, image) },
    onImageDeleted(session, imageId) { console.log(session, imageId) },
    onWslcVmStarted(session) { console.log(session) },
    onWslcVmStopping(session) { console.log(session) },
})";

void EveryHookAtEveryVersion()
{
    for (const auto& version : kVersions)
    {
        HelloPlugin plugin(kReadsAll, "{}", version);
        ExpectEqual(plugin.loaded, S_OK);
        for (size_t i = 0; i < std::size(kHooks); i++)
        {
            const auto hook = static_cast<HookId>(i);
            HelloPlugin::Files()[HelloPlugin::kLog].clear();
            if (InfoOf(hook).endsSession == EndsSession::Always)
            {
                // No instance is made for the end of a session that has none.
                ExpectEqual(plugin.Wsl().Call(HookId::ContainerStarted), S_OK);
                HelloPlugin::Files()[HelloPlugin::kLog].clear();
            }
            ExpectEqual(plugin.Wsl().Call(hook), S_OK);
            FinishWork();
            const bool called = HelloPlugin::Log().find("S-1-5-18") != std::string::npos;
            ExpectEqual(called, version >= InfoOf(hook).since);
        }
    }
}

void AbsentTexts()
{
    HelloPlugin plugin(R"({ onDistributionStarted(session, distribution) {
        const { name, packageFamilyName, flavor, version } = distribution;
        throw new Error(JSON.stringify([session.userSid, name, packageFamilyName, flavor, version]));
    } })");
    plugin.Wsl().input = {
        .sid = {}, .name = u"x\xD800y\U0001F600", .packageFamilyName = {}, .flavor = u"", .version = {}};
    ExpectEqual(
        plugin.MessageOf(HookId::OnDistributionStarted),
        R"(hello.js:3:91: Error: [null,"x\ud800y)"
        "\U0001F600"
        R"(",null,null,null])");
}

void MountArguments()
{
    HelloPlugin plugin(R"({ onVmStarted(session) {
        MountFolder(session, 'C:\\Gr\u00fc\u00dfe', '/mnt/\u{1F600}', false, 'share');
    } })");
    ExpectEqual(plugin.Wsl().Call(HookId::OnVMStarted), S_OK);
    ExpectEqual(plugin.Wsl().calls.size(), 1u);
    const ApiCall& call = plugin.Wsl().calls[0];
    Expect(
        call.texts == std::vector<std::u16string>{u"C:\\Gr\u00fc\u00dfe", u"/mnt/\U0001F600", u"share"}, "the texts");
    Expect(!call.readOnly && call.session == 1, "the numbers");
}

void ProcessArguments()
{
    HelloPlugin plugin(R"({ onDistributionStarted(session, distribution) {
        const start = [() => ExecuteBinary(session, '/bin/echo', ['', '\u00e9', 'b b'], { arg0: 'me' }),
                       () => ExecuteBinaryInDistribution(session, distribution, '/bin/true')];
        for (const each of start) try { each() } catch (error) { console.log(error.hresult) }
    } })");
    ExpectEqual(plugin.Wsl().Call(HookId::OnDistributionStarted), S_OK);
    const auto& calls = plugin.Wsl().calls;
    ExpectEqual(calls.size(), 2u);
    Expect(calls[0].arguments == std::vector<std::string>{"me", "", "\xC3\xA9", "b b"}, "argv");
    Expect(!calls[0].distribution && calls[0].path == "/bin/echo", "the program in the root namespace");
    Expect(calls[1].arguments == std::vector<std::string>{"/bin/true"}, "argv[0]");
    Expect(calls[1].distribution && calls[1].distribution->Data1 == 0x0c0e1c4a, "the distribution");
}

constexpr auto kReads = R"({ onVmStarted(session) {
    const process = ExecuteBinary(session, '/bin/cat');
    process.write('in');
    process.closeInput();
    throw new Error(process.text());
} })";

void ProcessOutput()
{
    HelloPlugin plugin(kReads);
    SOCKET socket = 0;
    plugin.Wsl().onCall = [&](const ApiCall&) {
        socket = FakeWindows::Get().Connect({.incoming = {{'a'}, {0xC3}, {0xA9, 0xFF}}, .ended = true});
        return ApiAnswer{S_OK, socket};
    };
    ExpectEqual(plugin.MessageOf(HookId::OnVMStarted), "hello.js:5:29: Error: a\u00e9\uFFFD");
    Expect(FakeWindows::Get().sockets.empty(), "the process stayed open");
}

void UselessAnswers()
{
    HelloPlugin plugin(kReads);
    constexpr std::array kAnswers{
        std::pair{ApiAnswer{E_FAIL, 0}, "E_FAIL"},
        std::pair{ApiAnswer{S_OK, 0}, "E_UNEXPECTED"},
        std::pair{ApiAnswer{S_OK, INVALID_SOCKET}, "E_UNEXPECTED"},
        std::pair{ApiAnswer{S_OK, 12345}, "E_UNEXPECTED"},
    };
    for (const auto& [answer, name] : kAnswers)
    {
        plugin.Wsl().onCall = [given = answer](const ApiCall&) { return given; };
        const std::string message = plugin.MessageOf(HookId::OnVMStarted);
        Expect(message.find(name) != std::string::npos, message);
    }
    plugin.Wsl().onCall = [](const ApiCall&) { return ApiAnswer{S_OK, FakeWindows::Get().Connect({.reset = true})}; };
    const std::string message = plugin.MessageOf(HookId::OnVMStarted);
    Expect(message.find("WSAECONNRESET") != std::string::npos, message);
}

void HookWithinCall()
{
    HelloPlugin plugin(R"({
        onVmStarted(session) { MountFolder(session, 'C:\\x', '/x'); throw new Error('outer') },
        onDistributionStarted() { throw new Error('inner') },
    })");
    std::string inner;
    plugin.Wsl().onCall = [&](const ApiCall&) {
        inner = plugin.MessageOf(HookId::OnDistributionStarted);
        return ApiAnswer{};
    };
    ExpectEqual(plugin.MessageOf(HookId::OnVMStarted), "hello.js:2:79: Error: outer");
    ExpectEqual(inner, "hello.js:3:45: Error: inner");
}

// A program's start is still pending when WSL calls the hook that waits, and may complete there.
void HookWithinOperation()
{
    HelloPlugin plugin(R"({
        async onVmStarted(session) {
            const { signal } = globalThis.controller = new AbortController();
            throw new Error('outer ' + await runAsync(session, '/bin/true', { signal }).catch((e) => e.message));
        },
        async onDistributionStarted() {
            await new Promise((resolve) => setTimeout(resolve, 1));
            throw new Error('inner');
        },
        async onDistributionStopping() { controller.abort(new Error('aborted')); },
    })");
    std::string inner;
    plugin.Wsl().onCall = [&](const ApiCall&) {
        inner = plugin.MessageOf(HookId::OnDistributionStarted);
        return ApiAnswer{S_OK, FakeWindows::Get().Connect({.incoming = {}, .ended = true})};
    };
    const std::string outer = plugin.MessageOf(HookId::OnVMStarted);
    Expect(outer.find("outer run(/bin/true): the shell /bin/sh ended") != std::string::npos, outer);
    Expect(inner.ends_with("Error: inner"), inner);

    plugin.Wsl().onCall = [&](const ApiCall&) {
        ExpectEqual(plugin.Wsl().Call(HookId::OnDistributionStopping), S_OK);
        return ApiAnswer{S_OK, FakeWindows::Get().Connect({.incoming = {}})};
    };
    const std::string aborted = plugin.MessageOf(HookId::OnVMStarted);
    Expect(aborted.ends_with("Error: outer aborted"), aborted);
    Expect(FakeWindows::Get().sockets.empty(), "the shells stayed open");
}

// A rejection belongs to the hook in which it happens: the hook handles it or fails with it.
void RejectionsWithinCall()
{
    HelloPlugin plugin(R"({
        onVmStarted(session) {
            const rejected = Promise.reject(new Error('outer'));
            MountFolder(session, 'C:\\x', '/x');
            rejected.catch(() => {});
        },
        onDistributionStarted() {},
        onDistributionStopping() { Promise.reject(new Error('left')); throw new Error('inner'); },
    })");
    HRESULT inner = S_OK;
    plugin.Wsl().onCall = [&](const ApiCall&) {
        inner = plugin.Wsl().Call(HookId::OnDistributionStarted);
        return ApiAnswer{};
    };
    ExpectEqual(plugin.MessageOf(HookId::OnVMStarted), "(it succeeds)");
    ExpectEqual(inner, S_OK);
    plugin.Wsl().onCall = [&](const ApiCall&) {
        inner = plugin.Wsl().Call(HookId::OnDistributionStopping);
        return ApiAnswer{};
    };
    ExpectEqual(plugin.MessageOf(HookId::OnVMStarted), "(it succeeds)");
    ExpectEqual(inner, E_FAIL);
}

void JobsThatThrow()
{
    HelloPlugin plugin(R"({
        onVmStarted() {
            setTimeout(() => console.log('late'), 1);
            for (const n of [1, 2, 3]) queueMicrotask(() => { console.log('job ' + n); throw new Error(n) });
        },
        async onDistributionStarted() { await new Promise((resolve) => setTimeout(resolve, 20)); },
    })");
    ExpectEqual(plugin.MessageOf(HookId::OnVMStarted), "hello.js:4:104: Error: 1");
    Expect(HelloPlugin::Log().find("job 3") != std::string::npos, "a job was lost");
    ExpectEqual(plugin.MessageOf(HookId::OnDistributionStarted), "(it succeeds)");
    Expect(HelloPlugin::Log().find("late") == std::string::npos, "a timer has outlived its hook");
}

void ArgumentsThatDoNotFit()
{
    HelloPlugin plugin("{ limits: { memory: 8 * 2 ** 20 }, onDistributionStarted() {} }");
    HookInput usual = std::exchange(plugin.Wsl().input, {.name = std::u16string(5'000'000, u'x')});
    ExpectEqual(
        plugin.MessageOf(HookId::OnDistributionStarted),
        "onDistributionStarted needs more memory than its limit of 8388608 bytes");
    plugin.Wsl().input = std::move(usual);
    ExpectEqual(plugin.MessageOf(HookId::OnDistributionStarted), "(it succeeds)");
}

// Pieces end within lines, so that some text is always left to read.
void MoreOutputThanMemory()
{
    HelloPlugin plugin(R"({ limits: { memory: 8 * 2 ** 20 }, onVmStarted(session) {
        let count = 0;
        for (const line of ExecuteBinary(session, '/bin/cat').lines()) count += line.length;
        throw new Error(count);
    } })");
    plugin.Wsl().onCall = [&](const ApiCall&) {
        std::vector<uint8_t> piece(100'000, 'x');
        piece[50'000] = '\n';
        return ApiAnswer{S_OK, FakeWindows::Get().Connect({.incoming = {200, piece}, .ended = true})};
    };
    ExpectEqual(plugin.MessageOf(HookId::OnVMStarted), "hello.js:4:25: Error: 19999800");
}

void HookWithinTimer()
{
    HelloPlugin plugin(R"({
        async onVmStarted(session) {
            let within = false;
            await new Promise((resolve, reject) => {
                const timer = setInterval(() => {
                    if (within) reject(new Error('within'));
                    within = true;
                    MountFolder(session, 'C:\\x', '/x');
                    clearInterval(timer);
                    setTimeout(resolve, 5);
                }, 1);
            });
        },
        async onDistributionStarted() { await new Promise((resolve) => setTimeout(resolve, 5)); },
    })");
    HRESULT inner = E_FAIL;
    plugin.Wsl().onCall = [&](const ApiCall&) {
        inner = plugin.Wsl().Call(HookId::OnDistributionStarted);
        return ApiAnswer{};
    };
    ExpectEqual(plugin.MessageOf(HookId::OnVMStarted), "(it succeeds)");
    ExpectEqual(inner, S_OK);
    ExpectEqual(plugin.Wsl().calls.size(), 1u);
}

// The listeners on a signal that lives as long as the script end with their hook.
void SignalsOfManyHooks()
{
    HelloPlugin plugin(R"({ limits: { memory: 8 * 2 ** 20 }, onLoad() { globalThis.stop = new AbortController() },
        async onVmStopping(session) {
            const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(60_000)]);
            await ExecuteBinary(session, '/bin/true').textAsync({ signal });
        },
    })");
    int processes = 0;
    plugin.Wsl().onCall = [&](const ApiCall&) {
        processes++;
        return ApiAnswer{S_OK, FakeWindows::Get().Connect({.incoming = {}, .ended = true})};
    };
    constexpr int kHooks = 20'000;
    for (int i = 0; i < kHooks; i++)
    {
        ExpectEqual(plugin.Wsl().Call(HookId::OnVMStopping), S_OK);
    }
    // A hook of a script that was never loaded also succeeds.
    ExpectEqual(processes, kHooks);
}

void HandOver()
{
    HelloPlugin plugin("{}", R"({"hotReload":true})");
    // The state that the present script has found, and the state that it will leave.
    const auto next = [&](const char* onReloading, const char* onLoad = "") {
        HelloPlugin::Files()[HelloPlugin::kScript] = std::string("let found; export default definePlugin({") +
            "limits: { scriptTime: 500 }, onReloading() {" + onReloading +
            "}, onLoad({ previous }) { found = previous; " + onLoad +
            "}, onVmStarted() { throw new PluginError(found?.byteLength ?? JSON.stringify(found) ?? 'nothing'); } })";
        FakeWindows::Get().filesWritten++;
        return plugin.MessageOf(HookId::OnVMStarted);
    };
    constexpr auto kFails = "throw new PluginError('no')";
    ExpectEqual(next("return { list: [1, '\\u00e9'] }"), "nothing");
    ExpectEqual(next("", kFails), "nothing");
    ExpectEqual(next("return new Uint8Array(700_000)"), "{\"list\":[1,\"\xC3\xA9\"]}");
    ExpectEqual(next("return { f() {} }"), "700000");
    ExpectEqual(next("for (;;);"), "nothing");
    ExpectEqual(next("return [5]"), "nothing");
    ExpectEqual(next("for (;;);"), "[5]");
    // It is started afresh from its own text.
    ExpectEqual(next("", kFails), "nothing");
    ExpectEqual(next(""), "nothing");
}

const AddCases g_cases{
    {"hooks touch nothing that their version of WSL lacks", EveryHookAtEveryVersion},
    {"texts that are null or empty are null, others arrive as they are", AbsentTexts},
    {"MountFolder is passed what the script says", MountArguments},
    {"programs are passed what the script says", ProcessArguments},
    {"what a program prints arrives", ProcessOutput},
    {"answers that are of no use are errors", UselessAnswers},
    {"a hook within a call is its own", HookWithinCall},
    {"a hook within an operation is passed over by it", HookWithinOperation},
    {"a timer does not fire within itself", HookWithinTimer},
    {"a rejection is its hook's own", RejectionsWithinCall},
    {"jobs that throw keep nothing alive", JobsThatThrow},
    {"arguments that do not fit into the script's memory fail their hook alone", ArgumentsThatDoNotFit},
    {"output may be more than the memory", MoreOutputThanMemory},
    {"signals of many hooks take no memory", SignalsOfManyHooks},
    {"a script hands its state over to the one that replaces it", HandOver},
};

} // namespace
