// All that can be known of a registered plugin without loading it.
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
    bool isThere = false;       // a file has the path
    std::string dllSha256;      // empty for a file that cannot be read
    std::string version;        // of the file, as it says of itself; may be empty
    bool isHost = false;        // it is a copy of wsl-script-host.dll, by its own word
    std::optional<Image> image; // none for what is no DLL
    std::optional<Signature> signature;
    std::optional<Examination> examination; // of the host's plugins
    std::optional<LastLoads> loads;         // so is this
};

// `version`: the WSL that the script is checked against.
PluginFacts ReadFacts(const Registration& registration, const wsl::WSLVersion& version);

// Whether a file is a copy of wsl-script-host.dll, by its own word.
bool IsHost(const std::u16string& path);

} // namespace tool
