// What the instances of a plugin share. Thread-safe.
#pragma once
#include "generated/wsl_abi.h"
#include "plugin/account_names.h"
#include "plugin/log.h"
#include "plugin/plugin_files.h"
#include "plugin/sources.h"
#include "text/utf.h"
#include "win32/module.h"
#include <atomic>
#include <chrono>
#include <string>
#include <utility>

struct PluginContext
{
    // By default the plugin is what lies beside this DLL.
    explicit PluginContext(const wsl::WSLPluginAPIV1& wslApi, std::u16string dll = win32::ThisModulePath()) :
        api(wslApi), files(PluginFiles::Beside(std::move(dll))), log(text::Utf16ToUtf8(files.name)), sources(files)
    {}

    const wsl::WSLPluginAPIV1& api;
    const PluginFiles files;
    Log log;
    Sources sources;
    AccountNames accounts;

    // Of the instance that was made last: what to expect of one that is not made yet.
    std::atomic<std::chrono::milliseconds> hookTime{Limits{}.hookTime};
};
