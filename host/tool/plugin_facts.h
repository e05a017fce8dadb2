// Everything about a registered plugin that can be known without loading it.
#pragma once
#include "tool/examination.h"
#include "tool/image.h"
#include "tool/log_reader.h"
#include "tool/registrations.h"
#include "tool/signature.h"
#include <optional>
#include <string>

namespace tool {

struct PluginFacts
{
    Registration registration;
    bool isThere = false;       // the path leads to a file
    std::string dllSha256;      // empty if the file cannot be read
    std::string version;        // from the file's version resource; may be empty
    bool isHost = false;        // its version resource says that it is a copy of wsl-script-host.dll
    std::optional<Image> image; // nothing if it is not a DLL
    std::optional<Signature> signature;
    std::optional<Examination> examination; // only for plugins of the host
    std::optional<LastLoads> loads;         // only for plugins of the host
};

// `version`: the WSL that the script is checked against.
PluginFacts ReadFacts(const Registration& registration, const wsl::WSLVersion& version);

// Whether a file's version resource says that it is a copy of wsl-script-host.dll.
bool IsHost(const std::u16string& path);

} // namespace tool
