// The commands that the host runs in a shell it builds itself, and the permissions that they need. Makes no call to
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

// `place`: "vm" or "distribution"; the rest as `_startCommand` takes it. Nothing if the words form no command.
std::optional<LinuxCommand>
MakeLinuxCommand(uint32_t kind, std::string_view place, std::string_view words, bool carriesErrors);

// The environment of a program in the VM of a container session, where no shell sets it.
struct ContainerEnvironment
{
    std::vector<std::string> variables; // NAME=value
    std::vector<Permission> needed;
};

// `variables` as `_wslcCreateProcess` takes it. Nothing if they are not variables.
std::optional<ContainerEnvironment> MakeContainerEnvironment(std::string_view variables);

// The parts of a text between NULs.
std::vector<std::string> SplitAtNul(std::string_view text);
