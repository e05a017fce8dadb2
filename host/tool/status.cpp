#include "tool/status.h"
#include "plugin/development.h"
#include "text/json_text.h"
#include "text/utf.h"
#include "tool/json_object.h"

namespace tool {

namespace {

std::string EntryText(const std::optional<LogEntry>& entry)
{
    return entry ? entry->time + " " + entry->message : std::string();
}

std::string Label(std::string name)
{
    name.resize(14, ' ');
    return "  " + name;
}

// Empty unless development mode is on.
std::string DevelopmentText(const policies::Values& policies)
{
    if (policies.developmentFolder.empty())
    {
        return {};
    }
    const char* const why = WhyNoDevelopment(policies);
    return text::Utf16ToUtf8(policies.developmentFolder) + " for " + policies.developmentAccount +
        (why == nullptr ? "" : std::string(", ignored: ") + why);
}

JsonMembers MembersOf(const PluginFacts& plugin)
{
    JsonMembers members = {
        {"name", text::Utf16ToUtf8(plugin.registration.name)},
        {"path", text::Utf16ToUtf8(plugin.registration.path)},
        {"kind", plugin.isHost ? "wsl-script-host" : "another plugin"},
        {"version", plugin.version},
        {"sha256", plugin.dllSha256},
        {"signature", plugin.signature ? SignatureText(*plugin.signature) : "the file is missing"},
    };
    if (plugin.examination)
    {
        members.emplace_back("scriptVersion", plugin.examination->scriptVersion);
        members.emplace_back("scriptSha256", plugin.examination->scriptSha256);
        members.emplace_back("development", DevelopmentText(plugin.examination->policies.values));
        members.emplace_back("log", text::Utf16ToUtf8(plugin.examination->log));
        members.emplace_back("lastLoad", EntryText(plugin.loads->loaded));
        members.emplace_back("lastFailure", EntryText(plugin.loads->failed));
    }
    return members;
}

// One line for each.
std::string SettingLines(const std::vector<SettingValue>& values)
{
    std::string lines;
    for (const auto& [name, value, origin] : values)
    {
        lines += lines.empty() ? Label("settings") : Label("");
        lines += name.substr(1, name.size() - 2) + ": " + (value.empty() ? "(secret)" : value) + " (" + origin + ")\n";
    }
    return lines;
}

std::string SettingsAsJson(const std::vector<SettingValue>& values)
{
    std::string json = "{";
    for (const auto& [name, value, origin] : values)
    {
        json += (json.size() == 1 ? "" : ", ") + name + ": {\"from\": ";
        text::AppendJsonText(json, origin);
        json += value.empty() ? "}" : ", \"value\": " + value + "}";
    }
    return json + "}";
}

std::string ServiceText(const std::optional<ServiceState>& service)
{
    if (!service)
    {
        return "not installed";
    }
    return service->isRunning ? "running" : service->isDisabled ? "disabled" : "stopped";
}

} // namespace

std::string StatusAsText(const MachineFacts& machine)
{
    std::string text = "WSL " + (machine.wsl.text.empty() ? "is not installed" : machine.wsl.text) + ", service " +
        ServiceText(machine.service) + "\n";
    for (const PluginFacts& plugin : machine.plugins)
    {
        const JsonMembers members = MembersOf(plugin);
        text += "\n" + members.front().second + "\n";
        for (size_t i = 1; i < members.size(); i++)
        {
            text += members[i].second.empty() ? "" : Label(members[i].first) + members[i].second + "\n";
        }
        text += plugin.examination ? SettingLines(plugin.examination->settingValues) : "";
    }
    return machine.plugins.empty() ? text + "no plugins\n" : text;
}

std::string StatusAsJson(const MachineFacts& machine)
{
    std::string json = JsonObject({{"wsl", machine.wsl.text}, {"service", ServiceText(machine.service)}});
    json.pop_back();
    json += ", \"plugins\": [";
    for (const PluginFacts& plugin : machine.plugins)
    {
        json += json.back() == '[' ? "\n  " : ",\n  ";
        json += JsonObject(MembersOf(plugin));
        if (plugin.examination)
        {
            json.pop_back();
            json += ", \"settings\": " + SettingsAsJson(plugin.examination->settingValues) + "}";
        }
    }
    return json + "\n]}\n";
}

} // namespace tool
