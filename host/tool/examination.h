// What the host would do with a plugin's files, without running onLoad or a hook and without writing anything: the
// host's own code reads, verifies and evaluates them.
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

// How far the host would get.
enum class Stage
{
    Policies,     // a policy has a mistake, or refuses the files
    Verification, // others can change the files
    Settings,
    Script,
    Requirement, // the script needs a newer WSL
    Permissions, // a policy refuses the declared permissions
    Loaded
};

// The effective value of one of the plugin's own settings.
struct SettingValue
{
    std::string name;   // in JSON
    std::string value;  // in JSON; empty for a secret
    std::string origin; // "default", the settings file's name, or the registry's key of the policy
};

struct Examination
{
    Stage stage = Stage::Loaded;
    std::optional<Failure> failure; // none if the script loads
    Policies policies;
    Settings settings;                       // the effective ones; the defaults before Stage::Script
    Permissions permissions;                 // only if the script loads
    std::vector<SettingValue> settingValues; // only if the script loads
    std::string scriptVersion;               // the script's own; empty if it has none
    std::string scriptSha256;
    std::u16string log; // its path
};

// `version`: the WSL that the script is checked against.
Examination Examine(const std::u16string& dll, const wsl::WSLVersion& version);

} // namespace tool
