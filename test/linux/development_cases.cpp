// Development mode: the sessions of one account run the script in a folder that the account can change.
#include "cases/cases.h"
#include "hello_plugin.h"
#include "registry_values.h"
#include <string>

namespace {

constexpr auto kAll = u"SOFTWARE\\Policies\\wsl-script-host";
constexpr auto kOne = u"SOFTWARE\\Policies\\wsl-script-host\\Plugins\\hello";
constexpr auto kHook = HookId::OnVMStarted;
constexpr auto kFolder = "C:\\Users\\Ada\\hello\\dist";
constexpr auto kScript = u"C:\\Users\\Ada\\hello\\dist\\hello.js";
constexpr auto kSettings = u"C:\\Users\\Ada\\hello\\dist\\hello.json";
constexpr auto kInstalled = "hello.js threw: installed";
constexpr auto kDeveloped = "hello.js threw: developed";

FakeWindows& Windows()
{
    return FakeWindows::Get();
}

void SetUp(const std::string& account = FakeWindows::kAda, const std::string& folder = kFolder)
{
    SetText(kOne, u"DevelopmentFolder", folder, REG_SZ);
    SetText(kOne, u"DevelopmentAccount", account, REG_SZ);
}

std::string Throwing(const std::string& what)
{
    return "{ onVmStarted() { throw '" + what + "' } }";
}

void WriteScript(const std::string& what)
{
    HelloPlugin::Files()[kScript] = "export default definePlugin(" + Throwing(what) + ")";
    Windows().filesWritten++;
}

// Of the two accounts' sessions, which last as long as the plugin.
struct Sessions
{
    HelloPlugin plugin{Throwing("installed")};

    std::string OfAda()
    {
        return Of(1, text::Utf8ToUtf16(FakeWindows::kAda));
    }

    std::string OfOthers()
    {
        return Of(2, u"S-1-5-21-1-2-3-1002");
    }

private:
    std::string Of(uint32_t session, const std::u16string& account)
    {
        plugin.Wsl().input.session = session;
        plugin.Wsl().input.sid = account;
        return plugin.MessageOf(kHook);
    }
};

size_t CountOf(const std::string& text, const std::string& part)
{
    size_t count = 0;
    for (size_t at = text.find(part); at != text.npos; at = text.find(part, at + 1))
    {
        count++;
    }
    return count;
}

void OneAccount()
{
    SetUp();
    WriteScript("developed");
    Sessions sessions;
    ExpectEqual(sessions.OfAda(), kDeveloped);
    ExpectEqual(sessions.OfOthers(), kInstalled);
    ExpectEqual(sessions.OfAda(), kDeveloped);
}

// Its own settings count too, with hotReload on whatever they say.
void HotReload()
{
    SetUp();
    WriteScript("developed");
    HelloPlugin::Files()[kSettings] = R"({ "hotReload": false })";
    Sessions sessions;
    ExpectEqual(sessions.OfAda(), kDeveloped);
    WriteScript("edited");
    ExpectEqual(sessions.OfAda(), "hello.js threw: edited");
    HelloPlugin::Files()[HelloPlugin::kScript] = "throw 1";
    Windows().filesWritten++;
    ExpectEqual(sessions.OfOthers(), kInstalled);
    const std::string warning =
        "development mode: C:\\\\Users\\\\Ada\\\\hello\\\\dist\\\\hello.js, which S-1-5-21-1-2-3-1001";
    Expect(CountOf(HelloPlugin::Log(), warning) == 2, HelloPlugin::Log());
    const std::string event = "13: hello C:\\Users\\Ada\\hello\\dist\\hello.js S-1-5-21-1-2-3-1001";
    Expect(CountOf(Windows().eventLog, event) == 2, Windows().eventLog);
}

// The next hook that can veto sees it, also in a session that has begun.
void SwitchedOnAndOff()
{
    WriteScript("developed");
    Sessions sessions;
    ExpectEqual(sessions.OfAda(), kInstalled);
    SetUp();
    ExpectEqual(sessions.OfAda(), kDeveloped);
    Windows().registry.clear();
    ExpectEqual(sessions.OfAda(), kInstalled);
}

void Ignored()
{
    WriteScript("developed");
    Sessions sessions;
    const auto expectIgnored = [&] {
        ExpectEqual(sessions.OfAda(), kInstalled);
        Windows().registry.clear();
        Windows().appControl = win32::AppControl::Allowed;
    };
    for (const auto* key : {kAll, kOne})
    {
        SetUp();
        ExpectEqual(sessions.OfAda(), kDeveloped);
        SetNumber(key, u"RequirePin", 1);
        expectIgnored();
        SetUp();
        SetText(key, u"ScriptSha256", std::string(64, 'a'), REG_MULTI_SZ);
        expectIgnored();
        SetUp();
        SetText(key, u"SettingsSha256", std::string(64, 'a'), REG_MULTI_SZ);
        expectIgnored();
    }
    SetUp();
    Windows().appControl = win32::AppControl::Refused;
    expectIgnored();
}

void MissingFiles()
{
    SetUp();
    Sessions sessions;
    ExpectEqual(sessions.OfAda(), "hello.json cannot be read: 0x80070003 (ERROR_PATH_NOT_FOUND)");
    ExpectEqual(sessions.OfOthers(), kInstalled);
    HelloPlugin::Files()[kSettings] = "{}";
    ExpectEqual(sessions.OfAda(), "hello.js is missing: it belongs in C:\\Users\\Ada\\hello\\dist");
    WriteScript("developed");
    ExpectEqual(sessions.OfAda(), kDeveloped);
}

// Any other account that can change the files is not trusted.
void AnotherAccount()
{
    SetUp("S-1-5-21-1-2-3-1002");
    WriteScript("developed");
    Sessions sessions;
    const std::string refusal = sessions.OfOthers();
    Expect(refusal.find("C:\\Users\\Ada\\hello\\dist\\hello.json is a user's") != refusal.npos, refusal);
    Expect(refusal.find("delete the policies DevelopmentFolder and DevelopmentAccount") != refusal.npos, refusal);
    ExpectEqual(sessions.OfAda(), kInstalled);
}

void Mistakes()
{
    const auto expect = [](const std::string& part) {
        HelloPlugin plugin("{}");
        const std::string outcome = plugin.MessageOf(kHook);
        Expect(outcome.find(part) != outcome.npos, outcome);
        Windows().registry.clear();
    };
    SetText(kOne, u"DevelopmentFolder", kFolder, REG_SZ);
    expect("\\DevelopmentFolder needs DevelopmentAccount beside it");
    SetText(kOne, u"DevelopmentAccount", FakeWindows::kAda, REG_SZ);
    expect("\\DevelopmentAccount needs DevelopmentFolder beside it");
    SetUp("Ada");
    expect("\\DevelopmentAccount must be a REG_SZ with the SID of an account");
    SetUp(FakeWindows::kAda, "\\\\server\\share");
    expect("\\DevelopmentFolder must be a REG_SZ with a folder's path that starts with a drive");
    SetNumber(kOne, u"DevelopmentFolder", 1);
    expect("\\DevelopmentFolder must be a REG_SZ");
    SetText(kAll, u"DevelopmentFolder", kFolder, REG_SZ);
    expect("\\DevelopmentFolder applies to one plugin; set it below Plugins\\<name>");
}

const AddCases g_cases{
    {"in development mode one account's sessions run its folder's script, and others the installed one", OneAccount},
    {"in development mode an edited script runs at the next hook, with a warning at each load", HotReload},
    {"a running session changes into development mode and back at a hook that can veto", SwitchedOnAndOff},
    {"development mode is ignored under pins, RequirePin and App Control", Ignored},
    {"in development mode a missing folder, and a missing script, are load failures", MissingFiles},
    {"development mode trusts no account but its own", AnotherAccount},
    {"policies for development mode that are wrong, or only half there, are load failures", Mistakes},
};

} // namespace
