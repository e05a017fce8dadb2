// The effect of an administrator's policies, App Control and the antivirus product on script and settings.
#include "cases/cases.h"
#include "hello_plugin.h"
#include "registry_values.h"
#include "text/utf.h"
#include "win32/sha256.h"

namespace {

constexpr auto kAll = u"SOFTWARE\\Policies\\wsl-script-host";
constexpr auto kOne = u"SOFTWARE\\Policies\\wsl-script-host\\Plugins\\hello";
constexpr auto kHook = HookId::OnVMStarted;
constexpr auto kRuns = "(it succeeds)";
constexpr auto kScriptText = "export default definePlugin({permissions: 'all' })";

FakeWindows& Windows()
{
    return FakeWindows::Get();
}

void SetTexts(const char16_t* key, const char16_t* name, const std::string& text)
{
    SetText(key, name, text, REG_MULTI_SZ);
}

// The message for the user, with settings that allow every failure except those of verification.
std::string Outcome()
{
    HelloPlugin plugin("{}", R"({"loadFailure":"allow"})");
    ExpectEqual(plugin.loaded, S_OK);
    return plugin.MessageOf(kHook);
}

void ExpectRefusal(const std::string& part)
{
    const std::string outcome = Outcome();
    Expect(outcome.find(part) != outcome.npos, outcome);
    Expect(Windows().eventLog.find("3: hello ") != std::string::npos, "it is not reported: " + Windows().eventLog);
    Windows().registry.clear();
    Windows().eventLog.clear();
}

void Pins()
{
    const std::string script = win32::Sha256(kScriptText);
    const std::string settings = win32::Sha256(R"({"loadFailure":"allow"})");
    const std::string other(64, 'a');
    SetTexts(kOne, u"ScriptSha256", script);
    SetTexts(kOne, u"SettingsSha256", settings);
    SetNumber(kAll, u"RequirePin", 1);
    ExpectEqual(Outcome(), kRuns);
    Windows().registry.clear();

    SetTexts(kAll, u"ScriptSha256", other);
    ExpectRefusal("hello.js has the SHA-256 hash " + script + ", and the policy ScriptSha256 has another");
    SetTexts(kAll, u"SettingsSha256", other);
    ExpectRefusal("hello.json has the SHA-256 hash " + settings);
    SetNumber(kAll, u"RequirePin", 1);
    ExpectRefusal("the policy RequirePin requires its hash in the policy SettingsSha256");
    SetNumber(kAll, u"RequirePin", 1);
    SetTexts(kAll, u"SettingsSha256", settings);
    ExpectRefusal("the policy RequirePin requires its hash in the policy ScriptSha256");
}

// The plugin's own value takes precedence.
void PinOfOnePlugin()
{
    SetTexts(kAll, u"ScriptSha256", std::string(64, 'a'));
    SetTexts(kOne, u"SCRIPTSHA256", std::string(64, 'B') + std::string(1, '\0') + win32::Sha256(kScriptText));
    ExpectEqual(Outcome(), kRuns);
}

void MissingSettings()
{
    SetTexts(kOne, u"SettingsSha256", std::string(64, 'a'));
    FakeWsl wsl({2, 4, 4});
    HelloPlugin::Files()[HelloPlugin::kScript] = kScriptText;
    ExpectEqual(wsl.Load(), S_OK);
    ExpectEqual(wsl.Call(kHook), TRUST_E_SUBJECT_NOT_TRUSTED);
}

void NoHotReloadOfPins()
{
    SetTexts(kOne, u"ScriptSha256", win32::Sha256(kScriptText));
    HelloPlugin plugin("{}", R"({"hotReload":true})");
    ExpectEqual(plugin.MessageOf(kHook), kRuns);
    HelloPlugin::Files()[HelloPlugin::kScript] = "throw 1";
    Windows().filesWritten++;
    ExpectEqual(plugin.MessageOf(kHook), kRuns);
    Expect(HelloPlugin::Log().find("reload") == std::string::npos, "the edited script is read");
}

void AppControl()
{
    ExpectEqual(Outcome(), kRuns);
    Windows().appControl = win32::AppControl::Refused;
    ExpectRefusal("hello.js is blocked by the machine's App Control policy");
}

// Regardless of loadFailure.
void DeclaredPermissions()
{
    const auto outcomeOf = [](const std::string& permissions) {
        FakeWsl wsl({2, 4, 4});
        HelloPlugin::Files()[HelloPlugin::kScript] = "export default definePlugin({permissions: " + permissions + "})";
        HelloPlugin::Files()[HelloPlugin::kSettings] = R"({"loadFailure":"allow"})";
        ExpectEqual(wsl.Load(), S_OK);
        const HRESULT result = wsl.Call(kHook);
        return result == S_OK ? kRuns : text::Utf16ToUtf8(wsl.Message().value_or(u""));
    };
    const std::string refusal = ", which allows everything; the policy RequireDeclaredPermissions refuses it";
    for (const auto* key : {kAll, kOne})
    {
        SetNumber(key, u"RequireDeclaredPermissions", 1);
        ExpectEqual(outcomeOf("'all'"), "hello.js declares the permission all" + refusal);
        ExpectEqual(
            outcomeOf("{ vm: { run: ['uname', 'python3'] } }"),
            "hello.js declares the permission vm.run python3" + refusal);
        ExpectEqual(
            outcomeOf("{ distribution: { run: ['/usr/bin/'] } }"),
            "hello.js declares the permission distribution.run /usr/bin/" + refusal);
        ExpectEqual(outcomeOf("{ vm: { run: ['uname', '/opt/agent/'] } }"), kRuns);
        ExpectEqual(outcomeOf("undefined"), kRuns);
        Windows().registry.clear();
        ExpectEqual(outcomeOf("'all'"), kRuns);
    }
}

// Such a script's declaration depends on more than its text.
void MorePermissions()
{
    FakeWsl wsl({2, 4, 4});
    HelloPlugin::Files()[HelloPlugin::kSettings] = R"({"settings":{"more":false}})";
    HelloPlugin::Files()[HelloPlugin::kScript] = R"(
        const policy = defineSettings({ more: { type: 'boolean', default: false } });
        export default definePlugin({
            permissions: { vm: { run: policy.more ? ['uname', 'id'] : ['uname'] } },
            onVmStarted() { console.log('more: ' + policy.more); },
        });)";
    ExpectEqual(wsl.Load(), S_OK);
    ExpectEqual(wsl.Call(kHook), S_OK);
    HelloPlugin::Files()[HelloPlugin::kSettings] = R"({"settings":{"more":true}})";
    Windows().filesWritten++;
    ExpectEqual(wsl.Call(kHook), S_OK);
    const std::string log = HelloPlugin::Log();
    Expect(
        log.find("hello.js declares more permissions than when it was first loaded: vm.run uname, vm.run id") !=
            log.npos,
        log);
    Expect(log.find("more: true") == log.npos, "it runs all the same");
}

void Scans()
{
    Windows().scan = {win32::ScanResult::Malware, S_OK};
    ExpectRefusal("hello.js is malware according to the antivirus product");
    Windows().scan = {win32::ScanResult::NotScanned, HRESULT_FROM_WIN32(1460)};
    ExpectEqual(Outcome(), kRuns);
    Expect(
        Windows().eventLog.find("8: hello C:\\Plugins\\hello.js 0x800705B4") != std::string::npos, Windows().eventLog);
    SetNumber(kAll, u"AmsiRequired", 1);
    ExpectRefusal("was not scanned for malware, but the policy AmsiRequired is set: 0x800705B4");
    SetNumber(kAll, u"AmsiRequired", 1);
    Windows().scan = {win32::ScanResult::Clean, S_OK};
    ExpectEqual(Outcome(), kRuns);
}

void WrongPolicies()
{
    SetNumber(kAll, u"RequirePins", 1);
    ExpectRefusal("the policy HKLM\\SOFTWARE\\Policies\\wsl-script-host\\RequirePins is not known");
    SetTexts(kOne, u"RequirePin", "1");
    ExpectRefusal("\\Plugins\\hello\\RequirePin must be a REG_DWORD");
    SetNumber(kOne, u"AnyPlace", 2);
    ExpectRefusal("AnyPlace must be 0 or 1");
    SetNumber(kOne, u"ScriptSha256", 1);
    ExpectRefusal("ScriptSha256 must be a REG_MULTI_SZ");
    SetTexts(kOne, u"ScriptSha256", "abc");
    ExpectRefusal("ScriptSha256 must be SHA-256 hashes");
    SetTexts(kOne, u"SettingsSha256", "");
    ExpectRefusal("SettingsSha256 must have at least one hash");
}

// Regardless of any other fault.
void Disabled()
{
    SetNumber(kAll, u"Disabled", 1);
    SetNumber(kAll, u"NoSuchPolicy", 1);
    HelloPlugin plugin("{ onVmStarted() { throw 1 } }");
    ExpectEqual(plugin.loaded, S_OK);
    ExpectEqual(plugin.MessageOf(kHook), kRuns);
    Expect(Windows().eventLog.find("10: hello") != std::string::npos, "it is not reported");
    Windows().registry.clear();
    ExpectEqual(plugin.MessageOf(kHook), "hello.js threw: 1");
    SetNumber(kOne, u"Disabled", 1);
    ExpectEqual(plugin.MessageOf(kHook), kRuns);
}

// A script verified by the previous policies stays, and only settings are verified again.
void ChangedPolicies()
{
    HelloPlugin plugin("{}", R"({"loadFailure":"allow"})");
    ExpectEqual(plugin.MessageOf(kHook), kRuns);
    SetTexts(kOne, u"SettingsSha256", std::string(64, 'a'));
    ExpectEqual(plugin.MessageOf(kHook), kRuns);
    ExpectEqual(plugin.MessageOf(kHook), kRuns);
    const std::string& log = HelloPlugin::Log();
    const size_t first = log.find("\"reload\"");
    Expect(first != log.npos && log.find("\"reload\"", first + 1) != log.npos, "not each attempt is logged");
    Expect(Windows().eventLog.find("5: hello 0x800B0004") != std::string::npos, "it is not reported");
}

void WatchedPolicies()
{
    HelloPlugin plugin("{}");
    const auto readsOf = [&](HookId hook) {
        const int before = Windows().registryReads;
        ExpectEqual(plugin.MessageOf(hook), kRuns);
        return Windows().registryReads - before;
    };
    ExpectEqual(readsOf(kHook), 0);
    SetNumber(kOne, u"AnyPlace", 1);
    ExpectEqual(readsOf(HookId::OnVMStopping), 0);
    const int ofOneLook = readsOf(kHook);
    Expect(ofOneLook > 0, "what has changed is not read");
    ExpectEqual(readsOf(kHook), 0);
    Windows().watchesRegistry = false;
    Windows().registry.clear();
    ExpectEqual(readsOf(kHook), ofOneLook);
    ExpectEqual(readsOf(kHook), ofOneLook);
    SetNumber(kOne, u"Disabled", 1);
    readsOf(kHook);
    Expect(Windows().eventLog.find("10: hello") != std::string::npos, "what Windows does not watch is not read");
    Windows().watchesRegistry = true;
    ExpectEqual(readsOf(kHook), ofOneLook);
    ExpectEqual(readsOf(kHook), 0);
}

// The read may fail this once.
void PoliciesThatCannotBeUsed()
{
    HelloPlugin plugin("{}");
    SetNumber(kOne, u"AnyPlace", 2);
    for (int i = 0; i < 2; i++)
    {
        const int before = Windows().registryReads;
        plugin.MessageOf(kHook);
        Expect(Windows().registryReads > before, "they are not read again");
    }
}

void Events()
{
    HelloPlugin plugin(
        "{ version: '1.2.0', onVmStarted() { throw new Error('secret') }, onVmStopping() { for (;;); } }",
        R"({"limits":{"scriptTime":20}})");
    plugin.MessageOf(kHook);
    plugin.MessageOf(HookId::OnVMStopping);
    const std::string& events = Windows().eventLog;
    const std::string hash = win32::Sha256(HelloPlugin::Files()[HelloPlugin::kScript]);
    Expect(events.find("1: hello C:\\Plugins\\hello.js 1.2.0 " + hash) != events.npos, events);
    Expect(events.find("6: hello OnVMStarted 1 0x80004005") != events.npos, events);
    Expect(events.find("7: hello OnVMStopping 1 0x800705B4") != events.npos, events);
    Expect(events.find("secret") == events.npos, "it has what the script has thrown");
}

const AddCases g_cases{
    {"script and settings need the hashes that policies name", Pins},
    {"a plugin's own policy replaces that for all", PinOfOnePlugin},
    {"settings that a policy names have to be there", MissingSettings},
    {"a script that a policy names is not reloaded while it runs", NoHotReloadOfPins},
    {"a script that App Control blocks is refused, whatever the settings allow", AppControl},
    {"a script that declares everything is refused where a policy asks for declared permissions", DeclaredPermissions},
    {"a further instance that declares more permissions is a load failure", MorePermissions},
    {"malware is refused, and what was not scanned only where policy asks for a scan", Scans},
    {"policies that are not known or of a wrong type refuse every script", WrongPolicies},
    {"a disabled plugin does nothing, whatever else is wrong", Disabled},
    {"changed policies leave what was verified before", ChangedPolicies},
    {"policies are read again where they have changed, or cannot be watched", WatchedPolicies},
    {"policies that cannot be used are read at each hook that can veto", PoliciesThatCannotBeUsed},
    {"loads, vetoes and limits are events, without what the script says", Events},
};

} // namespace
