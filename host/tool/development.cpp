// Development mode, which two of the plugin's policies set.
#include "plugin/development.h"
#include "text/utf.h"
#include "tool/commands.h"
#include "tool/console.h"
#include "tool/machine_facts.h"
#include "win32/security.h"
#include "win32/wide.h"
#include <filesystem>

namespace tool {

namespace {

const std::u16string kFolder = u"DevelopmentFolder";
const std::u16string kAccount = u"DevelopmentAccount";

// The name as the registry has it.
std::u16string RequireInstalled(const std::u16string& name)
{
    const std::vector<Registration> registrations = ReadRegistrations();
    if (const Registration* const registration = Find(registrations, name))
    {
        return std::filesystem::path(registration->path).stem().u16string();
    }
    throw ToolError(
        text::Utf16ToUtf8(name) +
        " is not installed. Install it first: other accounts' sessions run the installed script.");
}

void SetPolicy(const std::u16string& plugin, const std::u16string& policy, const std::u16string& text)
{
    const auto bytes = static_cast<DWORD>((text.size() + 1) * sizeof(char16_t));
    const LSTATUS result = RegSetKeyValueW(
        HKEY_LOCAL_MACHINE, win32::AsWide(PolicyKeyOf(plugin)), win32::AsWide(policy), REG_SZ, text.c_str(), bytes);
    Require(HRESULT_FROM_WIN32(result), "the policy cannot be written to the registry");
}

void DeletePolicy(const std::u16string& plugin, const std::u16string& policy)
{
    const LSTATUS result = RegDeleteKeyValueW(
        HKEY_LOCAL_MACHINE, win32::AsWide(PolicyKeyOf(plugin)), win32::AsWide(policy));
    if (result != ERROR_FILE_NOT_FOUND)
    {
        Require(HRESULT_FROM_WIN32(result), "the policy cannot be deleted from the registry");
    }
}

} // namespace

void BeginDevelopment(const ChangeOptions& options)
{
    const std::u16string name = RequireInstalled(options.names.front());
    const std::u16string folder = std::filesystem::absolute(options.from).u16string();
    if (!std::filesystem::is_directory(folder))
    {
        throw ToolError("There is no folder " + text::Utf16ToUtf8(folder) + ".");
    }
    policies::Values values = ReadPolicies(name).values;
    values.developmentFolder = folder;
    if (const char* const why = WhyNoDevelopment(values))
    {
        throw ToolError(std::string("Development mode would be ignored: ") + why + ".");
    }
    const std::u16string account = options.account.empty() ? text::Utf8ToUtf16(win32::OwnAccount()) : options.account;
    SetPolicy(name, kFolder, folder);
    SetPolicy(name, kAccount, account);
    Print(
        text::Utf16ToUtf8(name) + ": sessions of " + text::Utf16ToUtf8(account) + " run " +
        text::Utf16ToUtf8(folder + u"\\" + name) + ".js as SYSTEM from the next start of a VM or a distribution on.\n" +
        "Hooks that the installed script does not have are called once WSL's service has restarted.\n");
}

void EndDevelopment(const ChangeOptions& options)
{
    const std::u16string name = RequireInstalled(options.names.front());
    DeletePolicy(name, kFolder);
    DeletePolicy(name, kAccount);
    Print(text::Utf16ToUtf8(name) + ": all sessions run the installed script.\n");
}

} // namespace tool
