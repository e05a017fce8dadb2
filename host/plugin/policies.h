// The administrator's policies in the registry, for all plugins and for this one.
#pragma once
#include "generated/policies.h"
#include "plugin/failure.h"
#include "win32/registry_watch.h"
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// A value for one of the plugin's own settings, as the runtime's SetPolicy takes it.
struct SettingPolicy
{
    std::u16string key;
    std::u16string name;
    uint32_t type = 0;
    std::u16string data;
    bool operator==(const SettingPolicy&) const = default;
};

struct Policies
{
    policies::Values values;
    std::vector<SettingPolicy> settings;
    std::optional<Failure> failure; // an unknown value or one of a wrong type, or a key that cannot be read
    bool operator==(const Policies&) const = default;
};

// Below HKEY_LOCAL_MACHINE: the key of the policies for one plugin.
std::u16string PolicyKeyOf(const std::u16string& plugin);

// The present values. Values that can be read count even if others cannot.
Policies ReadPolicies(const std::u16string& plugin);

// Watches for changes to everything that ReadPolicies reads. Make it before reading.
win32::RegistryWatch WatchPolicies();
