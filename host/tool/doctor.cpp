#include "tool/doctor.h"
#include "text/utf.h"
#include "tool/json_object.h"
#include "tool/judgement.h"
#include <algorithm>
#include <array>
#include <optional>

using checks::Check;
using checks::Scope;

namespace tool {

namespace {

constexpr size_t kCount = std::size(checks::kChecks);

// In the order of checks::Check.
constexpr std::array<Judge, kCount> kJudges = {
    JudgeValueType,
    JudgeDuplicate,
    JudgeFile,
    JudgeArchitecture,
    JudgeSignature,
    JudgeChain,
    JudgeExpiry,
    JudgeExport,
    JudgeImports,
    JudgeScript,
    JudgeSettings,
    JudgeVerification,
    JudgePermissions,
    JudgeWslVersion,
    JudgeService,
    JudgeLog,
    JudgePolicies,
    JudgeDevelopment};

constexpr const char* kOutcomeNames[] = {"ok", "warning", "problem", "skipped"};

const char* NameOf(Outcome outcome) noexcept
{
    return kOutcomeNames[static_cast<size_t>(outcome)];
}

void Replace(std::string& text, std::string_view placeholder, const std::string& value)
{
    for (size_t at = text.find(placeholder); at != std::string::npos; at = text.find(placeholder, at + value.size()))
    {
        text.replace(at, placeholder.size(), value);
    }
}

std::string CommandFor(Check check, const PluginFacts* plugin)
{
    std::string command = checks::kChecks[static_cast<size_t>(check)].command;
    if (plugin != nullptr)
    {
        const std::string dll = text::Utf16ToUtf8(plugin->registration.path);
        Replace(command, "<name>", text::Utf16ToUtf8(plugin->registration.name));
        Replace(command, "<dll>", dll);
        Replace(command, "<settings>", dll.substr(0, dll.rfind('.')) + ".json");
    }
    return command;
}

Finding Find(Check check, const MachineFacts& machine, const PluginFacts* plugin)
{
    Judgement judgement = kJudges[static_cast<size_t>(check)](machine, plugin);
    const bool isWrong = judgement.outcome == Outcome::Problem || judgement.outcome == Outcome::Warning;
    std::string command = isWrong && judgement.command.empty() ? CommandFor(check, plugin) : judgement.command;
    const std::string name = plugin == nullptr ? std::string() : text::Utf16ToUtf8(plugin->registration.name);
    return {check, judgement.outcome, name, std::move(judgement.message), std::move(command)};
}

} // namespace

std::vector<Finding> Diagnose(const MachineFacts& machine)
{
    std::vector<Finding> findings;
    for (size_t i = 0; i < kCount; i++)
    {
        const Scope scope = checks::kChecks[i].scope;
        if (scope == Scope::Machine)
        {
            findings.push_back(Find(static_cast<Check>(i), machine, nullptr));
            continue;
        }
        for (const PluginFacts& plugin : machine.plugins)
        {
            if (scope == Scope::Plugin || plugin.examination)
            {
                findings.push_back(Find(static_cast<Check>(i), machine, &plugin));
            }
        }
    }
    return findings;
}

std::vector<Finding> DiagnoseFile(const MachineFacts& machine, const PluginFacts& plugin)
{
    std::vector<Finding> findings;
    for (size_t i = static_cast<size_t>(Check::File); i <= static_cast<size_t>(Check::Imports); i++)
    {
        findings.push_back(Find(static_cast<Check>(i), machine, &plugin));
    }
    return findings;
}

bool HasProblem(const std::vector<Finding>& findings)
{
    return std::ranges::any_of(findings, [](const Finding& finding) { return finding.outcome == Outcome::Problem; });
}

std::string FindingsAsText(const std::vector<Finding>& findings)
{
    std::string text;
    for (const Finding& finding : findings)
    {
        std::string line = NameOf(finding.outcome);
        line.resize(9, ' ');
        line += checks::kChecks[static_cast<size_t>(finding.check)].id;
        if (!finding.plugin.empty())
        {
            line.resize(std::max<size_t>(line.size() + 1, 24), ' ');
            line += finding.plugin;
        }
        text += line + (finding.message.empty() ? "" : ": " + finding.message) + "\n";
        std::string command = finding.command;
        Replace(command, "\n", "\n             ");
        text += command.empty() ? "" : "             " + command + "\n";
    }
    return text;
}

std::string FindingsAsJson(const std::vector<Finding>& findings)
{
    std::string json = "[";
    for (const Finding& finding : findings)
    {
        json += json.size() == 1 ? "\n  " : ",\n  ";
        json += JsonObject(
            {{"check", checks::kChecks[static_cast<size_t>(finding.check)].id},
             {"outcome", NameOf(finding.outcome)},
             {"plugin", finding.plugin},
             {"message", finding.message},
             {"command", finding.command}});
    }
    return json + "\n]\n";
}

} // namespace tool
