// What the instances of a plugin share. Thread-safe.
#pragma once
#include "generated/wsl_abi.h"
#include "plugin/account_names.h"
#include "plugin/log.h"
#include "plugin/plugin_files.h"
#include "plugin/sources.h"
#include "text/utf.h"
#include <atomic>
#include <chrono>

struct PluginContext
{
    explicit PluginContext(const wsl::WSLPluginAPIV1& wslApi) :
        api(wslApi), files(PluginFiles::BesideThisModule()), log(text::Utf16ToUtf8(files.name)), sources(files)
    {}

    const wsl::WSLPluginAPIV1& api;
    const PluginFiles files;
    Log log;
    Sources sources;
    AccountNames accounts;

    // Of the instance that was made last: what to expect of one that is not made yet.
    std::atomic<std::chrono::milliseconds> hookTime{Limits{}.hookTime};
};
