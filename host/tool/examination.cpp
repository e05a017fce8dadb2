#include "tool/examination.h"
#include "generated/hresults.h"
#include "plugin/script.h"
#include "text/parts.h"
#include "text/utf.h"
#include <utility>

namespace tool {

namespace {

bool IsTrusted(const std::u16string& path, const Policies& policies)
{
    return win32::OpenTrusted(path, {{}, policies.values.anyPlace}).result != win32::kNotTrusted;
}

Stage StageOfRefusal(const PluginFiles& files, const Policies& policies)
{
    const bool areTrusted = IsTrusted(files.script, policies) && IsTrusted(files.settings, policies);
    return policies.failure || areTrusted ? Stage::Policies : Stage::Verification;
}

// Settings that were read name the log.
Stage StageOf(const Failure& failure, const Settings& settings)
{
    if (settings.log.file.empty() || failure.isOfSettings)
    {
        return Stage::Settings;
    }
    if (failure.isDistrust)
    {
        return Stage::Permissions;
    }
    return failure.hresult == hresults::kWslEPluginRequiresUpdate ? Stage::Requirement : Stage::Script;
}

std::vector<SettingValue> ReadValues(Script& script)
{
    std::vector<SettingValue> values;
    const std::string texts = text::Utf16ToUtf8(script.SettingValues().value_or(u""));
    const std::vector<std::string_view> parts = text::Split(texts, '\0');
    for (size_t at = 0; at + 3 <= parts.size(); at += 3)
    {
        // Whatever a broken engine returns, a name in JSON has quotation marks.
        if (parts[at].size() >= 2)
        {
            values.push_back({std::string(parts[at]), std::string(parts[at + 1]), std::string(parts[at + 2])});
        }
    }
    return values;
}

// Evaluates the script.
void Load(PluginContext& plugin, const SnapshotPointer& files, Examination& result)
{
    SessionLog log(plugin.log);
    Settings settings;
    // Settings that can be read always name a log, since there is a default.
    settings.log.file.clear();
    try
    {
        const auto script = Script::Load(plugin, files, log, settings, {.began = engine::Clock::now()});
        result.permissions = script->GetPermissions();
        result.scriptVersion = script->Version();
        result.settingValues = ReadValues(*script);
    }
    catch (const FailureError& error)
    {
        result.failure = error.Get();
        result.stage = StageOf(*result.failure, settings);
    }
    if (!settings.log.file.empty())
    {
        result.settings = std::move(settings);
    }
}

} // namespace

Examination Examine(const std::u16string& dll, const wsl::WSLVersion& version)
{
    wsl::WSLPluginAPIV1 api{};
    api.Version = version;
    PluginContext plugin(api, dll);
    plugin.log.Discard();
    plugin.policies->Read();
    const SnapshotPointer files = plugin.sources.Newest();
    Examination result;
    result.failure = files->ReadFailure();
    result.policies = *files->policies;
    result.scriptSha256 = files->script->sha256;
    if (result.failure && result.failure->isDistrust)
    {
        result.stage = StageOfRefusal(plugin.files, result.policies);
    }
    else
    {
        Load(plugin, files, result);
    }
    result.log = LogOptionsOf(result.settings, plugin.files.name).file;
    return result;
}

} // namespace tool
