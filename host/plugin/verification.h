// The checks of script and settings after the walk to their folder, in this order: the administrator's pin, App
// Control, a scan for malware.
#pragma once
#include "plugin/failure.h"
#include "plugin/plugin_files.h"
#include "plugin/policies.h"
#include "win32/file.h"
#include <optional>
#include <string>

// `content` was read from a file that is still open; `sha256` is its hash. Nothing if it may be used.
std::optional<Failure> VerifyScript(
    const win32::FileContent& content,
    const std::string& sha256,
    const PluginFiles& files,
    const policies::Values& policies);

std::optional<Failure> VerifySettings(
    const win32::FileContent& content,
    const std::string& sha256,
    const PluginFiles& files,
    const policies::Values& policies);
