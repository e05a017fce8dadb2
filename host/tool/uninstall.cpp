#include "text/utf.h"
#include "tool/commands.h"
#include "tool/console.h"
#include "tool/installation.h"
#include "tool/machine_facts.h"
#include "tool/restart.h"
#include "tool/trusted_copy.h"
#include "win32/event_source.h"
#include "win32/wide.h"
#include <algorithm>
#include <filesystem>

namespace tool {

namespace {

// Of a plugin in a folder that is not the tool's own.
void RemoveFiles(const std::u16string& dll)
{
    const std::u16string folder = std::filesystem::path(dll).parent_path().u16string();
    if (!MayRemoveIn(folder))
    {
        Print("Its files in " + text::Utf16ToUtf8(folder) + " stay: other accounts can change that folder.\n");
        return;
    }
    std::error_code ignored;
    for (const char16_t* extension : {u".dll", u".js", u".js.map", u".json"})
    {
        std::filesystem::remove(WithExtension(dll, extension), ignored);
    }
    std::filesystem::remove(folder, ignored);
}

void RemoveLog(const std::u16string& log)
{
    const std::filesystem::path folder = std::filesystem::path(log).parent_path();
    if (!MayRemoveIn(folder.u16string()))
    {
        return;
    }
    std::error_code ignored;
    std::filesystem::remove(log, ignored);
    std::filesystem::remove(log + u".1", ignored);
    if (folder.filename() == u"wsl-script-host")
    {
        std::filesystem::remove(folder, ignored);
    }
}

// Whether another plugin of the host has the same texts.
void LeaveEventSource(const std::u16string& uninstalled)
{
    for (const Registration& other : ReadRegistrations())
    {
        if (!IsSame(other.name, uninstalled) && IsHost(other.path))
        {
            win32::RegisterEventTexts(other.path);
            return;
        }
    }
    RegDeleteTreeW(HKEY_LOCAL_MACHINE, win32::AsWide(win32::EventSourceKey()));
}

// The folder of the registration, or one that an earlier uninstall could not remove.
PluginFacts FactsOf(const std::u16string& name)
{
    const std::vector<Registration> registrations = ReadRegistrations();
    if (const Registration* const registration = Find(registrations, name))
    {
        return ReadFacts(*registration, VersionToCheck(ReadWslFacts()));
    }
    PluginFacts facts;
    facts.registration.name = name;
    return facts;
}

void RemoveAll(const Installation& installation, const PluginFacts& facts)
{
    bool isGone = true;
    for (const uint32_t version : installation.Versions())
    {
        isGone = installation.Remove(version) && isGone;
    }
    installation.RemoveEmptyFolders();
    if (facts.isHost)
    {
        RemoveFiles(facts.registration.path);
        RemoveLog(facts.examination->log);
    }
    LeaveEventSource(installation.Name());
    if (!isGone)
    {
        throw ToolError(
            "Files in " + text::Utf16ToUtf8(installation.Folder()) +
            " are still in use. Restart WSL's service, then uninstall again.");
    }
}

} // namespace

void Uninstall(const ChangeOptions& options)
{
    const Installation installation(options.names.front());
    const std::string name = text::Utf16ToUtf8(installation.Name());
    const PluginFacts facts = FactsOf(installation.Name());
    const bool isOurs = facts.isHost || !installation.Versions().empty();
    if (!isOurs && facts.isThere)
    {
        throw ToolError(name + " is not a plugin of wsl-script-host: its own uninstaller removes it.");
    }
    if (!isOurs && facts.registration.path.empty())
    {
        throw ToolError(name + " is not installed.");
    }
    if (!MayChange(options, "This removes " + name + ", its settings and its log."))
    {
        throw ToolError("Nothing has been changed.");
    }
    Require(Unregister(installation.Name()), "the registry's value cannot be deleted");
    if (options.restart)
    {
        WhileStopped([&] { RemoveAll(installation, facts); });
    }
    else
    {
        RemoveAll(installation, facts);
    }
    Print(name + " is uninstalled. Policies in the registry stay.\n");
}

} // namespace tool
