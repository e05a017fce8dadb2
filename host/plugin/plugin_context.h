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
#include <memory>
#include <optional>
#include <string>
#include <utility>

struct PluginContext
{
    // By default the plugin's files are those beside this DLL.
    explicit PluginContext(const wsl::WSLPluginAPIV1& wslApi, const std::u16string& dll = win32::ThisModulePath()) :
        PluginContext(wslApi, PluginFiles::Beside(dll), nullptr, {})
    {}

    // The same plugin in development.
    PluginContext(const PluginContext& installed, const Development& mode) :
        PluginContext(installed.api, installed.files.In(mode.folder), installed.policies, mode)
    {}

    const wsl::WSLPluginAPIV1& api;
    const PluginFiles files;
    const std::shared_ptr<CurrentPolicies> policies;
    const std::optional<Development> development;
    Log log;
    Sources sources;
    AccountNames accounts;

    // Of the newest instance: an estimate for one that does not exist yet.
    std::atomic<std::chrono::milliseconds> hookTime{Limits{}.hookTime};

private:
    PluginContext(
        const wsl::WSLPluginAPIV1& wslApi,
        PluginFiles pluginFiles,
        std::shared_ptr<CurrentPolicies> shared,
        std::optional<Development> mode) :
        api(wslApi),
        files(std::move(pluginFiles)),
        policies(shared != nullptr ? std::move(shared) : std::make_shared<CurrentPolicies>(files.name)),
        development(std::move(mode)), log(text::Utf16ToUtf8(files.name)), sources(files, *policies, development)
    {}
};
