// The host's settings for one script, from <name>.json; every member is set, by default if not by the file.
#pragma once
#include "engine/deadline.h"
#include "generated/limits.h"
#include "plugin/log.h"
#include <chrono>
#include <cstddef>

// What counts until settings and script have said what they want.
struct Limits
{
    engine::TimeLimits time{
        std::chrono::milliseconds(limits::kScriptTime.defaultValue),
        std::chrono::milliseconds(limits::kHookTime.defaultValue)};
    size_t memory = limits::kMemory.defaultValue; // bytes
};

inline constexpr Limits kDefaultLimits;

enum class LoadFailurePolicy
{
    Block, // a VM does not start while the script cannot be loaded
    Allow, // it starts without the plugin
};

struct Settings
{
    Limits limits = kDefaultLimits; // the most that the script gets
    bool hotReload = false;
    LoadFailurePolicy loadFailure = LoadFailurePolicy::Block;
    LogOptions log;
};
