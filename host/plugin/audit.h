// The plugin's events for Windows' event log. Contains no output of processes or of the script.
#pragma once
#include "generated/hook_table.h"
#include "plugin/failure.h"
#include "plugin/plugin_files.h"
#include "plugin/session_id.h"
#include "plugin/sources.h"
#include <string_view>

namespace audit {

// `version`: the plugin's own; `before`: the script that was loaded until then; null for none.
void ReportLoad(
    const PluginFiles& plugin,
    const std::string& version,
    const SnapshotPointer& before,
    const SnapshotPointer& now) noexcept;

// `isFirst`: nothing has been loaded so far, so the plugin has no script.
void ReportLoadFailure(const PluginFiles& plugin, const Failure& failure, bool isFirst) noexcept;

void ReportDevelopment(const PluginFiles& plugin, const Development& development) noexcept;

// A hook that failed by the script's will, or that was ended (`isEnded`).
void ReportHookFailure(
    const PluginFiles& plugin, HookId hook, std::string_view session, const Failure& failure, bool isEnded) noexcept;

} // namespace audit
