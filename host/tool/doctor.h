// Finds what keeps plugins from working, in the order in which WSL would meet it.
#pragma once
#include "generated/checks.h"
#include "tool/machine_facts.h"
#include <string>
#include <vector>

namespace tool {

enum class Outcome
{
    Ok,
    Warning, // it works now
    Problem,
    Skipped // something before it has a problem, so it cannot be known
};

struct Finding
{
    checks::Check check;
    Outcome outcome;
    std::string plugin;  // empty if it concerns the machine
    std::string message; // what is wrong, or the fact that was found
    std::string command; // how to fix it; lines
};

// All checks of all plugins.
std::vector<Finding> Diagnose(const MachineFacts& machine);

// The checks of a DLL that is not installed yet: those of the file itself.
std::vector<Finding> DiagnoseFile(const MachineFacts& machine, const PluginFacts& plugin);

bool HasProblem(const std::vector<Finding>& findings);

std::string FindingsAsText(const std::vector<Finding>& findings);
std::string FindingsAsJson(const std::vector<Finding>& findings);

} // namespace tool
