// Every registered plugin of the machine: its place, its signer, and the result of its last load.
#pragma once
#include "tool/machine_facts.h"
#include <string>

namespace tool {

std::string StatusAsText(const MachineFacts& machine);
std::string StatusAsJson(const MachineFacts& machine);

} // namespace tool
