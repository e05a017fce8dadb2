// wsl-script-host.exe: the commands that administrators need on a machine, without Node.
#include "text/utf.h"
#include "tool/commands.h"
#include "tool/console.h"
#include "tool/doctor.h"
#include "tool/self_test/self_test.h"
#include "tool/self_test/service_process.h"
#include "tool/status.h"
#include "win32/module.h"
#include "win32/wide.h"
#include <algorithm>
#include <exception>
#include <map>
#include <optional>
#include <shellapi.h>

using namespace tool;

namespace {

constexpr int kFailure = 1;
constexpr int kUsage = 2;

constexpr char kHelp[] = R"(wsl-script-host.exe <command>

  install [name...]    installs the plugins of this folder, restarts WSL's service, and waits until they are loaded
      --from <folder>    the package's folder, if it is not this program's
      --new-settings     replaces the installed settings with the package's
      --force            installs even a DLL that WSL would not load
  uninstall <name>     removes a plugin, its settings, its log and its versions
  rollback <name>      restores the previous version
  dev <name>           one account's sessions run the script in another folder, which that account may change
      --from <folder>    the folder, if it is not this program's
      --account <SID>    the account, if it is not yours
      --uninstall        all sessions run the installed script again
  status [--json]      shows every plugin of this machine, this project's or not
  doctor [--json]      finds what keeps plugins from working, and shows the commands that fix it
  self-test [dll]      shows whether the DLL works on this machine: in a process of its own, without WSL, in 10 s
  keep-settings <name> for installers: the plugin in this folder gets the settings of the registered one
  help                 prints this

install, uninstall and rollback ask before they restart WSL's service.
      --yes              does not ask
      --no-restart       leaves the service alone

Exit codes: 0 success; 1 failure, or doctor or the self-test found a problem; 2 the command line is wrong.
)";

struct CommandLine
{
    std::u16string command;
    ChangeOptions change;
    bool json = false;
    bool uninstall = false;
};

class UsageError : public ToolError
{
public:
    using ToolError::ToolError;
};

std::vector<std::u16string> Arguments()
{
    int count = 0;
    LPWSTR* const parts = CommandLineToArgvW(GetCommandLineW(), &count);
    std::vector<std::u16string> arguments;
    for (int i = 1; i < count; i++)
    {
        arguments.emplace_back(win32::AsUtf16(parts[i]));
    }
    LocalFree(parts);
    return arguments;
}

std::u16string OwnFolder()
{
    const std::u16string path = win32::ThisModulePath();
    return path.substr(0, path.find_last_of(u'\\'));
}

CommandLine Parse(const std::vector<std::u16string>& arguments)
{
    CommandLine line;
    line.change.from = OwnFolder();
    const std::map<std::u16string, std::pair<bool*, bool>> flags = {
        {u"--json", {&line.json, true}},
        {u"--yes", {&line.change.yes, true}},
        {u"--no-restart", {&line.change.restart, false}},
        {u"--new-settings", {&line.change.newSettings, true}},
        {u"--force", {&line.change.force, true}},
        {u"--uninstall", {&line.uninstall, true}}};
    for (size_t i = 0; i < arguments.size(); i++)
    {
        const std::u16string& argument = arguments[i];
        if (const auto flag = flags.find(argument); flag != flags.end())
        {
            *flag->second.first = flag->second.second;
        }
        else if (argument == u"--from" && i + 1 < arguments.size())
        {
            line.change.from = arguments[++i];
        }
        else if (argument == u"--account" && i + 1 < arguments.size())
        {
            line.change.account = arguments[++i];
        }
        else if (argument.starts_with(u"-"))
        {
            throw UsageError("unknown option " + text::Utf16ToUtf8(argument));
        }
        else if (line.command.empty())
        {
            line.command = argument;
        }
        else
        {
            line.change.names.push_back(argument);
        }
    }
    return line;
}

template <void (*Command)(const ChangeOptions&)>
int ForOnePlugin(const CommandLine& line)
{
    if (line.change.names.size() != 1)
    {
        throw UsageError(text::Utf16ToUtf8(line.command) + " needs the name of one plugin");
    }
    Command(line.change);
    return 0;
}

int Status(const CommandLine& line)
{
    const MachineFacts machine = ReadMachineFacts();
    Print(line.json ? StatusAsJson(machine) : StatusAsText(machine));
    return 0;
}

int Doctor(const CommandLine& line)
{
    const std::vector<Finding> findings = Diagnose(ReadMachineFacts());
    Print(line.json ? FindingsAsJson(findings) : FindingsAsText(findings));
    return HasProblem(findings) ? kFailure : 0;
}

int Test(const CommandLine& line)
{
    const std::vector<std::u16string>& dlls = line.change.names;
    return SelfTest(dlls.empty() ? HostIn(line.change.from) : dlls.front()) ? 0 : kFailure;
}

int Help(const CommandLine&)
{
    Print(kHelp);
    return 0;
}

int InstallAny(const CommandLine& line)
{
    Install(line.change);
    return 0;
}

int Develop(const CommandLine& line)
{
    return line.uninstall ? ForOnePlugin<EndDevelopment>(line) : ForOnePlugin<BeginDevelopment>(line);
}

int Run(const CommandLine& line)
{
    const std::map<std::u16string, int (*)(const CommandLine&)> commands = {
        {u"install", InstallAny},
        {u"uninstall", ForOnePlugin<Uninstall>},
        {u"rollback", ForOnePlugin<Rollback>},
        {u"dev", Develop},
        {u"status", Status},
        {u"doctor", Doctor},
        {u"self-test", Test},
        {u"keep-settings", ForOnePlugin<KeepSettings>},
        {u"help", Help}};
    const auto found = commands.find(line.command);
    if (found == commands.end())
    {
        throw UsageError(
            line.command.empty() ? "a command is missing" : "unknown command " + text::Utf16ToUtf8(line.command));
    }
    return found->second(line);
}

} // namespace

int main()
try
{
    const std::vector<std::u16string> arguments = Arguments();
    if (arguments.size() == 2 && arguments[1] == kServiceProcessOption)
    {
        BeServiceProcess();
    }
    SetConsoleOutputCP(CP_UTF8);
    return Run(Parse(arguments));
}
catch (const UsageError& error)
{
    PrintError(std::string(error.what()) + "\nwsl-script-host.exe help shows the commands.\n");
    return kUsage;
}
catch (const std::exception& error)
{
    PrintError(std::string(error.what()) + "\n");
    return kFailure;
}
