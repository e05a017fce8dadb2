// Facts that are the same for all plugins of the machine.
#pragma once
#include "generated/wsl_abi.h"
#include "tool/plugin_facts.h"
#include "tool/service.h"
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tool {

struct WslFacts
{
    std::string text; // "2.4.4.0"; empty where WSL is not installed
    wsl::WSLVersion version{};
};

struct MachineFacts
{
    WslFacts wsl;
    std::optional<ServiceState> service;
    uint16_t machine = 0; // IMAGE_FILE_MACHINE_... of its processor
    std::vector<PluginFacts> plugins;
};

MachineFacts ReadMachineFacts();

// The version that scripts are checked against: the installed one, else the newest known here.
wsl::WSLVersion VersionToCheck(const WslFacts& wsl);

WslFacts ReadWslFacts();

// IMAGE_FILE_MACHINE_... of this machine's processor, which may differ from this program's.
uint16_t NativeMachine();

// "Windows 10.0.26100", with Wine's version if it is Wine.
std::string SystemText();

} // namespace tool
