#include "text/utf.h"
#include "tool/commands.h"
#include "tool/console.h"
#include "tool/doctor.h"
#include "tool/file_bytes.h"
#include "tool/installation.h"
#include "tool/kept_settings.h"
#include "tool/restart.h"
#include "tool/trusted_copy.h"
#include "win32/event_source.h"
#include <algorithm>
#include <filesystem>

namespace tool {

namespace {

struct Candidate
{
    Installation installation;
    std::u16string source; // the DLL in the package
    uint32_t version;      // its number, new
    std::u16string log;    // its path, after the candidate has been copied
};

// A DLL with a script beside it.
std::vector<std::u16string> PluginsIn(const std::u16string& folder)
{
    std::vector<std::u16string> names;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error))
    {
        std::filesystem::path path = entry.path();
        if (path.extension() == u".dll" && std::filesystem::exists(path.replace_extension(u".js")))
        {
            names.push_back(path.stem().u16string());
        }
    }
    std::ranges::sort(names);
    return names;
}

// A DLL that WSL would not load would keep every VM from starting, so it is not installed.
void RequireLoadable(const std::u16string& dll, const std::u16string& name, const ChangeOptions& options)
{
    const MachineFacts machine{ReadWslFacts(), {}, NativeMachine(), {}};
    const PluginFacts facts = ReadFacts({name, REG_SZ, dll}, VersionToCheck(machine.wsl));
    if (facts.isThere && !facts.isHost)
    {
        throw ToolError(text::Utf16ToUtf8(dll) + " is not the host: it must be a copy of wsl-script-host.dll");
    }
    std::vector<Finding> findings = DiagnoseFile(machine, facts);
    std::erase_if(findings, [](const Finding& finding) {
        return finding.outcome == Outcome::Ok || finding.outcome == Outcome::Skipped;
    });
    PrintError(FindingsAsText(findings));
    if (HasProblem(findings) && !options.force)
    {
        throw ToolError(
            text::Utf16ToUtf8(name) +
            " is not installed, because WSL would not start any VM. "
            "--force installs it anyway, for a WSL that you built yourself.");
    }
}

// The administrator's own settings are kept.
std::optional<std::string>
SettingsFor(const Candidate& candidate, const Registration* installed, const ChangeOptions& options)
{
    std::optional<std::string> settings;
    if (installed != nullptr && !options.newSettings)
    {
        settings = ReadInstalledSettings(installed->path);
    }
    return settings ? settings : ReadWholeFile(WithExtension(candidate.source, u".json"));
}

void Copy(Candidate& candidate, const Registration* installed, const ChangeOptions& options)
{
    const std::u16string dll = candidate.installation.DllOf(candidate.version);
    WriteTrusted(dll, ReadFrom(candidate.source));
    // Examines the copy: others may change the package meanwhile.
    RequireLoadable(dll, candidate.installation.Name(), options);
    WriteTrusted(WithExtension(dll, u".js"), ReadFrom(WithExtension(candidate.source, u".js")));
    if (const auto settings = SettingsFor(candidate, installed, options))
    {
        WriteTrusted(WithExtension(dll, u".json"), *settings);
    }
    const Examination examination = Examine(dll, VersionToCheck(ReadWslFacts()));
    if (examination.failure)
    {
        throw ToolError(
            text::Utf16ToUtf8(candidate.installation.Name()) + " is not installed: " + examination.failure->message);
    }
    candidate.log = examination.log;
}

// All versions but the registered one and the one before it.
void RemoveOld(const Installation& installation, uint32_t current)
{
    std::vector<uint32_t> versions = installation.Versions();
    std::erase_if(versions, [&](uint32_t version) { return version >= current; });
    for (size_t i = 0; i + 1 < versions.size(); i++)
    {
        installation.Remove(versions[i]);
    }
}

Candidate PrepareCandidate(const std::u16string& name, const ChangeOptions& options)
{
    Installation installation(name);
    const std::vector<uint32_t> versions = installation.Versions();
    return {
        std::move(installation), options.from + u"\\" + name + u".dll", versions.empty() ? 1 : versions.back() + 1, {}};
}

// Installs all of them or none.
void InstallAll(std::vector<Candidate>& candidates, const ChangeOptions& options)
{
    const std::vector<Registration> registrations = ReadRegistrations();
    try
    {
        for (Candidate& candidate : candidates)
        {
            Copy(candidate, Find(registrations, candidate.installation.Name()), options);
        }
    }
    catch (const ToolError&)
    {
        for (const Candidate& candidate : candidates)
        {
            candidate.installation.Remove(candidate.version);
            candidate.installation.RemoveEmptyFolders();
        }
        throw;
    }
    for (const Candidate& candidate : candidates)
    {
        const std::u16string& name = candidate.installation.Name();
        const std::u16string dll = candidate.installation.DllOf(candidate.version);
        Require(Register(name, dll), "the registry's value cannot be written");
        Print(text::Utf16ToUtf8(name) + " is installed: " + text::Utf16ToUtf8(dll) + "\n");
    }
}

struct Loading
{
    std::u16string plugin;
    std::u16string log;
    LastLoads before;
};

Loading BeforeLoad(const std::u16string& plugin, const std::u16string& log)
{
    return {plugin, log, ReadLastLoads(log)};
}

void AwaitLoads(const std::vector<Loading>& loadings)
{
    for (const Loading& loading : loadings)
    {
        AwaitLoad(loading.plugin, loading.log, loading.before);
    }
}

std::string NamesOf(const std::vector<std::u16string>& names)
{
    std::string text;
    for (const std::u16string& name : names)
    {
        text += (text.empty() ? "" : ", ") + text::Utf16ToUtf8(name);
    }
    return text;
}

} // namespace

void Install(const ChangeOptions& options)
{
    const std::vector<std::u16string> names = options.names.empty() ? PluginsIn(options.from) : options.names;
    if (names.empty())
    {
        throw ToolError(
            text::Utf16ToUtf8(options.from) + " has no plugin: a plugin is <name>.dll with <name>.js beside it");
    }
    std::vector<Candidate> candidates;
    for (const std::u16string& name : names)
    {
        candidates.push_back(PrepareCandidate(name, options));
    }
    if (!MayChange(options, "This installs " + NamesOf(names) + "."))
    {
        throw ToolError("Nothing has been changed.");
    }
    InstallAll(candidates, options);
    if (!options.restart)
    {
        Print("The change takes effect when WSL's service restarts.\n");
        return;
    }
    std::vector<Loading> loadings;
    for (const Candidate& candidate : candidates)
    {
        loadings.push_back(BeforeLoad(candidate.installation.Name(), candidate.log));
    }
    WhileStopped([&] {
        for (const Candidate& candidate : candidates)
        {
            RemoveOld(candidate.installation, candidate.version);
            win32::RegisterEventTexts(candidate.installation.DllOf(candidate.version));
        }
    });
    AwaitLoads(loadings);
}

void Rollback(const ChangeOptions& options)
{
    const Installation installation(options.names.front());
    const std::string name = text::Utf16ToUtf8(installation.Name());
    const std::vector<Registration> registrations = ReadRegistrations();
    const Registration* const installed = Find(registrations, installation.Name());
    const auto current = installed == nullptr ? std::nullopt : installation.VersionOf(installed->path);
    std::vector<uint32_t> versions = installation.Versions();
    std::erase_if(versions, [&](uint32_t version) { return !current || version >= *current; });
    if (versions.empty())
    {
        throw ToolError("There is no earlier version of " + name + ".");
    }
    if (!MayChange(options, "This restores the earlier version of " + name + "."))
    {
        throw ToolError("Nothing has been changed.");
    }
    const Examination earlier = Examine(installation.DllOf(versions.back()), VersionToCheck(ReadWslFacts()));
    const Loading loading = BeforeLoad(installation.Name(), earlier.log);
    Require(
        Register(installation.Name(), installation.DllOf(versions.back())), "the registry's value cannot be written");
    Print(name + " is restored: " + text::Utf16ToUtf8(installation.DllOf(versions.back())) + "\n");
    if (options.restart)
    {
        WhileStopped([] {});
        AwaitLoads({loading});
    }
}

} // namespace tool
