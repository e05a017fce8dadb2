// The host's settings for one script, from <name>.json; every member is set, by default if not by the file.
#pragma once
#include "engine/deadline.h"
#include "plugin/log.h"
#include <cstddef>

struct Limits
{
    engine::TimeLimits time;
    size_t memory = 0; // bytes
};

enum class LoadFailurePolicy
{
    Block, // a VM does not start while the script cannot be loaded
    Allow, // it starts without the plugin
};

struct Settings
{
    Limits limits; // the most that the script gets
    bool hotReload = false;
    LoadFailurePolicy loadFailure = LoadFailurePolicy::Block;
    LogOptions log;
};
