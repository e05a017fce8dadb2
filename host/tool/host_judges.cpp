#include "plugin/development.h"
#include "text/utf.h"
#include "tool/judgement.h"
#include "win32/registry.h"
#include "win32/trusted_path.h"
#include <algorithm>
#include <cstring>

namespace tool {

namespace {

constexpr wsl::WSLVersion kOldestWithPlugins{2, 0, 0};

// One program's exploit protection, as Windows' settings store it.
constexpr char16_t kExploitProtection[] =
    u"SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Image File Execution Options\\wslservice.exe";
constexpr char16_t kMitigations[] = u"MitigationOptions";

// A message of the host, followed by commands in indented lines.
Judgement WrongWithCommands(const std::string& text)
{
    std::string message = text.substr(0, text.find('\n'));
    std::string command;
    for (size_t at = text.find("\n    "); at != std::string::npos; at = text.find("\n    ", at + 1))
    {
        const std::string line = text.substr(at + 5, text.find('\n', at + 1) - at - 5);
        command += (command.empty() ? "" : "\n") + line;
    }
    return Wrong(std::move(message), std::move(command));
}

std::string MessageAt(const PluginFacts* plugin, Stage stage)
{
    return plugin->examination->stage == stage ? plugin->examination->failure->message : std::string();
}

// Shows the policies: whatever set the wrong one would set it again.
std::string QueryOf(const std::string& key)
{
    return "reg query \"" + key + "\" /s";
}

std::string QueryOfPolicies()
{
    return QueryOf("HKLM\\" + text::Utf16ToUtf8(policies::kKey));
}

// Null, or the mitigation that keeps the DLL out.
const char* RefusingMitigation()
{
    std::vector<win32::RegistryValue> values;
    win32::ReadRegistryKey(kExploitProtection, values);
    uint64_t words[2] = {};
    for (const win32::RegistryValue& value : values)
    {
        if (IsSame(value.name, kMitigations))
        {
            std::memcpy(words, value.data.data(), std::min(value.data.size(), sizeof(words)));
        }
    }
    const auto isSet = [](uint64_t word, uint64_t mask, uint64_t flag) { return (word & mask) == flag; };
    if (isSet(words[0], 3ull << 44, PROCESS_CREATION_MITIGATION_POLICY_BLOCK_NON_MICROSOFT_BINARIES_ALWAYS_ON))
    {
        return "only Microsoft's DLLs";
    }
    if (isSet(
            words[1],
            PROCESS_CREATION_MITIGATION_POLICY2_BLOCK_NON_CET_BINARIES_MASK,
            PROCESS_CREATION_MITIGATION_POLICY2_BLOCK_NON_CET_BINARIES_ALWAYS_ON) ||
        isSet(
            words[1],
            PROCESS_CREATION_MITIGATION_POLICY2_CET_USER_SHADOW_STACKS_MASK,
            PROCESS_CREATION_MITIGATION_POLICY2_CET_USER_SHADOW_STACKS_STRICT_MODE))
    {
        return "only DLLs built for shadow stacks (CET)";
    }
    return nullptr;
}

bool IsIn(const wsl::WSLVersion& version, const checks::BrokenVersion& broken)
{
    return broken.first <= version && version <= broken.last;
}

std::string Requirement(const MachineFacts& machine)
{
    for (const PluginFacts& plugin : machine.plugins)
    {
        if (plugin.examination && plugin.examination->stage == Stage::Requirement)
        {
            return plugin.examination->failure->message;
        }
    }
    return {};
}

} // namespace

Judgement JudgeScript(const MachineFacts&, const PluginFacts* plugin)
{
    const Stage stage = plugin->examination->stage;
    if (stage < Stage::Script)
    {
        return Unknown();
    }
    return stage == Stage::Script ? Wrong(MessageAt(plugin, stage))
                                  : Fine("sha256 " + plugin->examination->scriptSha256);
}

Judgement JudgeSettings(const MachineFacts&, const PluginFacts* plugin)
{
    const Stage stage = plugin->examination->stage;
    if (stage < Stage::Settings)
    {
        return Unknown();
    }
    if (stage > Stage::Settings)
    {
        return Fine();
    }
    const Failure& failure = *plugin->examination->failure;
    return Wrong(failure.message, failure.policyKey.empty() ? "" : QueryOf(failure.policyKey));
}

Judgement JudgeVerification(const MachineFacts&, const PluginFacts* plugin)
{
    const std::string refusal = MessageAt(plugin, Stage::Verification);
    if (!refusal.empty())
    {
        return WrongWithCommands(refusal);
    }
    return plugin->examination->policies.failure ? Unknown() : Fine();
}

Judgement JudgePermissions(const MachineFacts&, const PluginFacts* plugin)
{
    const Examination& examination = *plugin->examination;
    if (examination.stage == Stage::Permissions)
    {
        return Wrong(examination.failure->message, QueryOfPolicies());
    }
    if (examination.stage != Stage::Loaded)
    {
        return Unknown();
    }
    std::string denied;
    for (const std::string& each : examination.permissions.declared.DeniedBy(examination.permissions.granted))
    {
        denied += (denied.empty() ? "" : ", ") + each;
    }
    return denied.empty() ? Fine(examination.permissions.declared.Text())
                          : Wrong("the settings do not grant what the script declares: " + denied);
}

Judgement JudgeWslVersion(const MachineFacts& machine, const PluginFacts*)
{
    const WslFacts& wsl = machine.wsl;
    if (wsl.text.empty())
    {
        return Wrong(
            "WSL is not installed, or only the version that comes with Windows, which does not support plugins");
    }
    if (wsl.version < kOldestWithPlugins)
    {
        return Wrong("WSL " + wsl.text + " does not support plugins; 2.0.0 is the first version that does");
    }
    for (const checks::BrokenVersion& broken : checks::kBrokenVersions)
    {
        if (IsIn(wsl.version, broken))
        {
            return Wrong("WSL " + wsl.text + " is known to be broken: " + broken.what);
        }
    }
    const std::string requirement = Requirement(machine);
    return requirement.empty() ? Fine("WSL " + wsl.text) : Wrong(requirement);
}

Judgement JudgeService(const MachineFacts& machine, const PluginFacts*)
{
    if (!machine.service)
    {
        return machine.wsl.text.empty() ? Unknown() : Wrong("Windows has no service WSLService", "wsl --update");
    }
    if (machine.service->isDisabled)
    {
        return Wrong("the service is disabled", "sc config wslservice start= auto");
    }
    return machine.service->isRunning ? Fine("running") : Wrong("the service is not running");
}

Judgement JudgeLog(const MachineFacts& machine, const PluginFacts* plugin)
{
    const std::u16string& log = plugin->examination->log;
    if (plugin->loads->hasLog)
    {
        // Opened as the host opens it; the log exists, so this creates nothing.
        const win32::TrustedFile file = win32::OpenTrustedToAppend(log);
        return file.result == win32::kNotTrusted ? WrongWithCommands(file.refusal) : Fine(text::Utf16ToUtf8(log));
    }
    const bool shouldBeThere = machine.service && machine.service->isRunning &&
        plugin->examination->stage == Stage::Loaded && !plugin->examination->policies.values.disabled;
    return shouldBeThere ? Wrong(
                               "there is no log " + text::Utf16ToUtf8(log) +
                               ": WSL's service has not loaded the plugin since it was registered")
                         : Unknown();
}

Judgement JudgePolicies(const MachineFacts&, const PluginFacts* plugin)
{
    if (const char* const wanted = RefusingMitigation())
    {
        const std::string key = text::Utf16ToUtf8(kExploitProtection);
        return Wrong(
            std::string("exploit protection lets wslservice.exe load ") + wanted,
            "reg delete \"HKLM\\" + key + "\" /v MitigationOptions /f");
    }
    const std::string refusal = MessageAt(plugin, Stage::Policies);
    if (!refusal.empty())
    {
        return Wrong(refusal, QueryOfPolicies());
    }
    if (plugin->examination->policies.values.disabled)
    {
        return {Outcome::Warning, "the policy Disabled is set: VMs start without the script", QueryOfPolicies()};
    }
    return Fine();
}

Judgement JudgeDevelopment(const MachineFacts&, const PluginFacts* plugin)
{
    const policies::Values& values = plugin->examination->policies.values;
    if (values.developmentFolder.empty())
    {
        return Fine();
    }
    const std::string mode = values.developmentAccount + " can change the script in " +
        text::Utf16ToUtf8(values.developmentFolder) + ", which its sessions run as SYSTEM";
    const char* const why = WhyNoDevelopment(values);
    return why == nullptr ? Wrong(mode)
                          : Judgement{Outcome::Warning, std::string("development mode is ignored: ") + why};
}

} // namespace tool
