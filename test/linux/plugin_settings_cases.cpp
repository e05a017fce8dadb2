// The settings that a script declares, and their values in the registry.
#include "cases/cases.h"
#include "hello_plugin.h"
#include "registry_values.h"

namespace {

constexpr auto kKey = u"SOFTWARE\\Policies\\wsl-script-host\\Plugins\\hello\\Settings";
constexpr std::string_view kKeyText = "HKLM\\SOFTWARE\\Policies\\wsl-script-host\\Plugins\\hello\\Settings\\";
constexpr auto kHook = HookId::OnVMStarted;

// Its hook fails with the settings as JSON.
constexpr std::string_view kScript =
    "(globalThis.policy = defineSettings({"
    "  allowed: { type: 'array', items: { type: 'string' }, default: [] },"
    "  level: { type: 'integer', default: 1 },"
    "  on: { type: 'boolean', default: false },"
    "  proxy: { type: 'object', properties: { port: { type: 'integer' } }, default: {} },"
    "  site: { type: 'string' },"
    "}), { onVmStarted() { throw new PluginError(JSON.stringify(policy)) } })";

std::string Refused(std::string_view name, std::string_view what)
{
    return "the policy " + std::string(kKeyText) + std::string(name) + " " + std::string(what);
}

void RegistryReplacesFile()
{
    SetText(kKey, u"Allowed", std::string_view("Debian\0Ubuntu", 13), REG_MULTI_SZ);
    SetNumber(kKey, u"ON", 1);
    SetNumber(kKey, u"level", 4294967295);
    SetText(kKey, u"proxy", R"({"port":8080})");
    HelloPlugin plugin(kScript, R"({"settings":{"allowed":["Arch"],"level":2,"site":"north"}})");
    ExpectEqual(
        plugin.MessageOf(kHook),
        R"({"allowed":["Debian","Ubuntu"],"level":4294967295,"on":true,"proxy":{"port":8080},"site":"north"})");
}

void EmptyAndUnendedTexts()
{
    SetText(kKey, u"allowed", "", REG_MULTI_SZ);
    SetValue(kKey, u"site", REG_SZ, {'n', 0});
    SetText(kKey, u"proxy", std::string_view("{}\0 and more", 12));
    HelloPlugin plugin(kScript);
    ExpectEqual(plugin.MessageOf(kHook), R"({"allowed":[],"level":1,"on":false,"proxy":{},"site":"n"})");
}

void WrongValues()
{
    const auto expect = [](const std::string& message) {
        HelloPlugin plugin(kScript, R"({"settings":{"site":"north"}})");
        ExpectEqual(plugin.MessageOf(kHook), message);
        FakeWindows::Get().registry.clear();
    };
    constexpr std::string_view kTypes = "must be a REG_SZ, REG_DWORD or REG_MULTI_SZ";
    SetValue(kKey, u"level", REG_BINARY, {1, 0, 0, 0});
    expect(Refused("level", kTypes));
    SetValue(kKey, u"level", REG_DWORD, {1, 0});
    expect(Refused("level", kTypes));
    SetValue(kKey, u"site", REG_SZ, {1, 0, 0});
    expect(Refused("site", kTypes));
    SetNumber(kKey, u"on", 2);
    expect(Refused("on", "must be true or false, not 2"));
    SetText(kKey, u"proxy", "{\"port\":\"80\"}");
    expect("the policy " + std::string(kKeyText) + "proxy.port must be a whole number, not \"80\"");
    SetText(kKey, u"sites", "north");
    expect(Refused("sites", "is not a setting of the script; did you mean \"site\"?"));
}

// It takes effect at the next hook that can veto, in a fresh instance; a wrong one leaves the old values in effect.
void ChangedValues()
{
    HelloPlugin plugin(kScript, R"({"settings":{"site":"north"}})");
    const auto expect = [&](std::string_view level) {
        ExpectEqual(
            plugin.MessageOf(kHook),
            R"({"allowed":[],"level":)" + std::string(level) + R"(,"on":false,"proxy":{},"site":"north"})");
    };
    expect("1");
    SetNumber(kKey, u"level", 2);
    expect("2");
    FakeWindows::Get().registry[kKey].clear();
    SetText(kKey, u"level", "two");
    expect("2");
    Expect(HelloPlugin::Log().find("\"event\":\"reload\"") != std::string::npos, "the log does not have the reason");
    FakeWindows::Get().registry.clear();
    expect("1");
}

void NoSettings()
{
    SetNumber(kKey, u"level", 2);
    HelloPlugin plugin("{}");
    ExpectEqual(plugin.MessageOf(kHook), Refused("level", "is set, but hello.js does not call defineSettings"));
}

const AddCases g_cases{
    {"values of the registry replace the settings file's one by one", RegistryReplacesFile},
    {"texts of the registry end with a NUL, with their data, and may be none", EmptyAndUnendedTexts},
    {"values of the registry that are not what the script declares refuse it", WrongValues},
    {"a changed value of the registry counts at the next hook that can veto", ChangedValues},
    {"values of the registry refuse a script that declares no settings", NoSettings},
};

} // namespace
