// The commands that the host runs in a shell of its own making, and what they need permission for. Nothing here asks
// Windows: src/host/linux-command.ts makes the same in the simulator.
#pragma once
#include "plugin/permissions.h"
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct LinuxCommand
{
    std::vector<std::string> argv; // of the shell
    std::vector<Permission> needed;
};

// `place`: "vm" or "distribution"; the rest as `_startCommand` takes it. Nothing for words that are no command.
std::optional<LinuxCommand>
MakeLinuxCommand(uint32_t kind, std::string_view place, std::string_view words, bool carriesErrors);

// What a program in the VM of a container session has in its environment, without a shell that sets it.
struct ContainerEnvironment
{
    std::vector<std::string> variables; // NAME=value
    std::vector<Permission> needed;
};

// `variables` as `_wslcCreateProcess` takes it. Nothing for words that are no variables.
std::optional<ContainerEnvironment> MakeContainerEnvironment(std::string_view variables);

// The parts of a text that NULs divide.
std::vector<std::string> SplitAtNul(std::string_view text);
