#include "tool/self_test/self_test.h"
#include "text/utf.h"
#include "tool/console.h"
#include "tool/machine_facts.h"
#include "tool/self_test/linux_side.h"
#include "tool/self_test/steps.h"
#include "wsl/version_text.h"
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <vector>

namespace tool {

namespace {

using Clock = std::chrono::steady_clock;

std::string MillisecondsSince(Clock::time_point start)
{
    return std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start).count()) + " ms";
}

void PrintFacts(const WslFacts& wsl, const PluginFacts& host)
{
    Print("wsl-script-host " + host.version + ", self-test\n");
    Print("system         " + SystemText() + ", " + MachineText(NativeMachine()) + "\n");
    Print("WSL            " + (wsl.text.empty() ? "not installed" : wsl.text));
    Print(", tables of " + wsl::TextOf(VersionToCheck(wsl)) + "\n");
    Print("DLL            " + text::Utf16ToUtf8(host.registration.path) + "\n");
    Print("SHA-256        " + host.dllSha256 + "\n");
    Print("signature      " + SignatureText(*host.signature) + "\n");
}

void PrintRestrictions(const standin::Message& reply)
{
    Print("dynamic code   forbidden: " + reply.Text("dynamicCode") + "\n");
    Print("system images  preferred: " + reply.Text("systemImages") + "\n");
    Print("shadow stacks  " + reply.Text("shadowStacks") + "\n\n");
}

standin::Message Configuration(const WslFacts& wsl, const LinuxSide& linuxSide)
{
    standin::Message request("configure", "configure");
    request.Add("version", std::string_view(wsl::TextOf(VersionToCheck(wsl)))).Add("debugger", uint64_t{0});
    request.Add("control", uint64_t{linuxSide.ControlPort()}).Add("data", uint64_t{linuxSide.DataPort()});
    return request;
}

// Counts the steps, and stops at the first that fails: the later ones depend on it.
struct Results
{
    int passed = 0;
    std::string failure;

    void Perform(const char* what, const std::function<void()>& step)
    {
        if (!failure.empty())
        {
            return;
        }
        const auto start = Clock::now();
        try
        {
            step();
            passed++;
            Print(std::string("ok      ") + what + ", " + MillisecondsSince(start) + "\n");
        }
        catch (const std::exception& error)
        {
            failure = error.what();
            Print(std::string("FAILED  ") + what + ", " + MillisecondsSince(start) + "\n        " + failure + "\n");
        }
    }
};

} // namespace

bool SelfTest(const std::u16string& dll)
{
    const auto start = Clock::now();
    const WslFacts wsl = ReadWslFacts();
    const PluginFacts host = ReadFacts({u"self-test", REG_SZ, dll}, VersionToCheck(wsl));
    if (!host.isHost)
    {
        throw ToolError(text::Utf16ToUtf8(dll) + " is not the host: it must be a copy of wsl-script-host.dll");
    }
    PrintFacts(wsl, host);
    const TestedPlugin plugin(dll);
    const LinuxSide linuxSide;
    Results results;
    {
        ServiceProcess service;
        service.Ask(Configuration(wsl, linuxSide));
        PrintRestrictions(service.Ask(standin::Message("restrict", "restrict")));
        ForEachStep(service, plugin, [&](const char* what, const auto& step) { results.Perform(what, step); });
    }
    if (!results.failure.empty())
    {
        Print("\nThe end of the plugin's log:\n" + plugin.Log());
    }
    const std::string end = results.failure.empty() ? "everything passed" : "it failed";
    Print("\n" + end + ": " + std::to_string(results.passed) + " steps in " + MillisecondsSince(start) + "\n");
    return results.failure.empty();
}

std::u16string HostIn(const std::u16string& folder)
{
    std::vector<std::u16string> dlls;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(folder, ignored))
    {
        if (entry.path().extension() == u".dll")
        {
            dlls.push_back(entry.path().u16string());
        }
    }
    if (dlls.empty())
    {
        throw ToolError(text::Utf16ToUtf8(folder) + " has no DLL: name the one to test");
    }
    return *std::ranges::min_element(dlls);
}

} // namespace tool
