// What the host would make of a plugin's files, without running onLoad or a hook, and without a trace: the host's own
// code reads, verifies and evaluates them.
#pragma once
#include "generated/settings.h"
#include "generated/wsl_abi.h"
#include "plugin/failure.h"
#include "plugin/permissions.h"
#include "plugin/plugin_files.h"
#include "plugin/policies.h"
#include <optional>
#include <string>
#include <vector>

namespace tool {

// How far the host gets.
enum class Stage
{
    Policies,     // a policy has a mistake, or refuses the files
    Verification, // others can change the files
    Settings,
    Script,
    Requirement, // the script needs a newer WSL
    Permissions, // a policy refuses what the script declares
    Loaded
};

// What counts for one of the plugin's own settings.
struct SettingValue
{
    std::string name;   // in JSON
    std::string value;  // in JSON; empty for a secret
    std::string origin; // "default", the settings file's name, or the registry's key of the policy
};

struct Examination
{
    Stage stage = Stage::Loaded;
    std::optional<Failure> failure; // none when loaded
    Policies policies;
    Settings settings;                       // what counts; the default before Stage::Script
    Permissions permissions;                 // once loaded
    std::vector<SettingValue> settingValues; // so are these
    std::string scriptVersion;               // what the script says; empty if it has none
    std::string scriptSha256;
    std::u16string log; // its path
};

// `version`: the WSL that the script is checked against.
Examination Examine(const std::u16string& dll, const wsl::WSLVersion& version);

} // namespace tool
