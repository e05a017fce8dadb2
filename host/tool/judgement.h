// The result of each check: a function of the facts.
#pragma once
#include "tool/doctor.h"

namespace tool {

struct Judgement
{
    Outcome outcome = Outcome::Ok;
    std::string message{};
    std::string command{}; // empty: the text in the table (generated/checks.h)
};

inline Judgement Fine(std::string message = {})
{
    return {Outcome::Ok, std::move(message)};
}

inline Judgement Wrong(std::string message, std::string command = {})
{
    return {Outcome::Problem, std::move(message), std::move(command)};
}

inline Judgement Unknown()
{
    return {Outcome::Skipped};
}

// `plugin` is null for checks of the machine.
using Judge = Judgement (*)(const MachineFacts& machine, const PluginFacts* plugin);

// About the registry's value and the file (file_judges.cpp).
Judgement JudgeValueType(const MachineFacts& machine, const PluginFacts* plugin);
Judgement JudgeDuplicate(const MachineFacts& machine, const PluginFacts* plugin);
Judgement JudgeFile(const MachineFacts& machine, const PluginFacts* plugin);
Judgement JudgeArchitecture(const MachineFacts& machine, const PluginFacts* plugin);
Judgement JudgeSignature(const MachineFacts& machine, const PluginFacts* plugin);
Judgement JudgeChain(const MachineFacts& machine, const PluginFacts* plugin);
Judgement JudgeExpiry(const MachineFacts& machine, const PluginFacts* plugin);
Judgement JudgeExport(const MachineFacts& machine, const PluginFacts* plugin);
Judgement JudgeImports(const MachineFacts& machine, const PluginFacts* plugin);

// About the host's use of its files, and about the machine (host_judges.cpp).
Judgement JudgeScript(const MachineFacts& machine, const PluginFacts* plugin);
Judgement JudgeSettings(const MachineFacts& machine, const PluginFacts* plugin);
Judgement JudgeVerification(const MachineFacts& machine, const PluginFacts* plugin);
Judgement JudgePermissions(const MachineFacts& machine, const PluginFacts* plugin);
Judgement JudgeWslVersion(const MachineFacts& machine, const PluginFacts* plugin);
Judgement JudgeService(const MachineFacts& machine, const PluginFacts* plugin);
Judgement JudgeLog(const MachineFacts& machine, const PluginFacts* plugin);
Judgement JudgePolicies(const MachineFacts& machine, const PluginFacts* plugin);
Judgement JudgeDevelopment(const MachineFacts& machine, const PluginFacts* plugin);

} // namespace tool
