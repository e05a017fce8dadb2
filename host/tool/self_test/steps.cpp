#include "tool/self_test/steps.h"
#include "self_test_plugin.h"
#include "text/hresult.h"
#include "text/utf.h"
#include "tool/console.h"
#include "tool/file_bytes.h"
#include "tool/installation.h"
#include "tool/json_object.h"
#include "tool/trusted_copy.h"
#include <charconv>
#include <filesystem>

namespace tool {

namespace {

constexpr HRESULT kTimeout = HRESULT_FROM_WIN32(ERROR_TIMEOUT);

// One start of a distribution, and the expected result.
struct HookStep
{
    const char* what;
    const char* start; // the distribution's name, by which the plugin chooses what to do
    HRESULT result;
    const char* message = ""; // a part of the message that the user would see
    uint64_t stack = 0;       // bytes of the thread's stack; 0: the default
};

constexpr HookStep kBeforeReload[] = {
    {"a hook gets WSL's information about session and distribution", "fields", S_OK},
    {"a veto has its HRESULT and its message", "veto", E_ACCESSDENIED, "not on this machine"},
    {"an error of the script names its place", "mistake", E_FAIL, "self-test.js:"},
    {"an endless loop times out", "loop", kTimeout, "scriptTime of 1000 ms"},
    {"an endless builtin times out, by force", "builtin", kTimeout, "scriptTime of 1000 ms"},
    {"an endless regular expression times out, by force", "backtracking", kTimeout, "scriptTime of 1000 ms"},
    {"endless recursion throws an error that the script can catch", "recursion", S_OK},
    {"an exhausted stack ends in a trap", "stack", E_UNEXPECTED, "the thread's stack is exhausted", 512 * 1024},
    {"exhausted memory fails the hook", "memory", E_OUTOFMEMORY},
    {"256 KiB go to a process and come back after the input's end", "echo", S_OK},
    {"waiting for a silent process times out", "silence", kTimeout},
    {"a script keeps its state between hooks", "remember", S_OK},
};

constexpr HookStep kAfterReload = {
    "an edited script replaces the running one and gets its state",
    "recall",
    E_FAIL,
    "generation 2 remembers generation 1"};

constexpr HookStep kNext = {"the next hook works", "nothing", S_OK};

std::string OutcomeText(HRESULT result, const std::string& message)
{
    return text::HresultToText(result) + (message.empty() ? "" : ", \"" + message + "\"");
}

void Expect(const standin::Message& reply, const HookStep& step)
{
    const auto result = static_cast<HRESULT>(std::stol(reply.Text("hresult")));
    const std::string message = reply.Find("message").value_or("");
    if (result != step.result || message.find(step.message) == std::string::npos)
    {
        throw ToolError("expected " + OutcomeText(step.result, step.message) + ", got " + OutcomeText(result, message));
    }
}

void StartDistribution(ServiceProcess& service, const HookStep& step)
{
    standin::Message request("hook", "hook");
    request.Add("plugin", "self-test").Add("hook", "OnDistributionStarted").Add("session", uint64_t{1});
    request.Add("sid", "S-1-5-21-1-2-3-1001").Add("id", "0c0e1c4a-0000-4000-8000-000000000001");
    request.Add("name", step.start).Add("thread", step.stack == 0 ? "main" : "small").Add("stack", step.stack);
    Expect(service.Ask(request), step);
}

void Load(ServiceProcess& service, const TestedPlugin& plugin)
{
    standin::Message request("load", "load");
    request.Add("plugin", "self-test").Add("path", std::string_view(text::Utf16ToUtf8(plugin.Dll())));
    Expect(service.Ask(request), {.what = "", .start = "", .result = S_OK});
}

// The state that a hook leaves behind does not reach the next one.
void StartBoth(ServiceProcess& service, const HookStep& step)
{
    StartDistribution(service, step);
    try
    {
        StartDistribution(service, kNext);
    }
    catch (const ToolError& error)
    {
        throw ToolError(std::string("the hook after it: ") + error.what());
    }
}

constexpr std::u16string_view kFolderPrefix = u"self-test-";

bool IsAlive(const std::string& process)
{
    DWORD id = 0;
    std::from_chars(process.data(), process.data() + process.size(), id);
    const HANDLE handle = OpenProcess(SYNCHRONIZE, FALSE, id);
    if (handle == nullptr)
    {
        return false;
    }
    const win32::UniqueFile closed(handle);
    return WaitForSingleObject(handle, 0) == WAIT_TIMEOUT;
}

// The leftovers of processes that were ended from outside.
void RemoveAbandoned(const std::filesystem::path& parent)
{
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(parent, ignored))
    {
        const std::u16string name = entry.path().filename().u16string();
        if (name.starts_with(kFolderPrefix) && !IsAlive(text::Utf16ToUtf8(name.substr(kFolderPrefix.size()))))
        {
            std::filesystem::remove_all(entry.path(), ignored);
        }
    }
}

} // namespace

TestedPlugin::TestedPlugin(const std::u16string& dll) :
    m_folder(
        HostFolder() + u"\\" + std::u16string(kFolderPrefix) +
        text::Utf8ToUtf16(std::to_string(GetCurrentProcessId()))),
    m_dll(m_folder + u"\\self-test.dll")
{
    RemoveAbandoned(std::filesystem::path(m_folder).parent_path());
    WriteTrusted(m_dll, ReadFrom(dll));
    std::string settings = JsonObject({{"file", text::Utf16ToUtf8(m_folder) + "\\self-test.log"}});
    WriteTrusted(m_folder + u"\\self-test.json", "{ \"hotReload\": true, \"log\": " + settings + " }");
    WriteScript(1);
}

TestedPlugin::~TestedPlugin()
{
    std::error_code ignored;
    std::filesystem::remove_all(m_folder, ignored);
    std::filesystem::remove(std::filesystem::path(m_folder).parent_path(), ignored);
}

void TestedPlugin::WriteScript(int generation) const
{
    WriteTrusted(
        m_folder + u"\\self-test.js", "const generation = " + std::to_string(generation) + ";\n" + kSelfTestPlugin);
}

std::string TestedPlugin::Log() const
{
    return ReadEndOfFile(m_folder + u"\\self-test.log", 4096).value_or("");
}

void ForEachStep(
    ServiceProcess& service,
    const TestedPlugin& plugin,
    const std::function<void(const char* what, const std::function<void()>& step)>& perform)
{
    perform("the DLL and its plugin load", [&] { Load(service, plugin); });
    for (const HookStep& step : kBeforeReload)
    {
        perform(step.what, [&] { StartBoth(service, step); });
    }
    perform(kAfterReload.what, [&] {
        plugin.WriteScript(2);
        StartBoth(service, kAfterReload);
    });
    perform("the service unloads the DLL and ends", [&] { service.Ask(standin::Message("exit", "exit")); });
}

} // namespace tool
