// A WSL plugin in C++, for the stand-in's own tests and as the other side of the benchmark. What it does is in
// `<the DLL's name>.txt` beside it, one step a line, words separated by '|': the hook (or Load), the verb, its
// arguments. What a step finds goes to OutputDebugString.
//
//   fields                       all fields of the hook's structs that the API version has
//   read-fields                  reads them all, without output;  print-sum  prints what that came to
//   log|<message>                appends a line to the DLL's log
//   mount|<windows>|<linux>|<ro or rw>|<name>;  mount-silently|...  the same without a word
//   execute|<input>|<path>|<argv0>|...       writes the input, ends it, prints what comes back
//   execute-here|<input>|...     the same in the hook's distribution;  execute-in|<guid>|<input>|...  in that one
//   count|<path>|<argv0>|...     prints the number of bytes and their FNV-1a hash instead
//   receive|<path>|<argv0>|...   prints the number of bytes alone
//   error|<message>              PluginError;  error-null;  error-elsewhere|<message>  from another thread
//   execute-elsewhere|<input>|.. from another thread, while the hook waits for it
//   as|<session>                 the session id for the steps that follow in this hook
//   overread|<session, settings, distribution, api or hooks>     one byte past the end
//   overwrite-hooks              one slot past the end of the hook table
//   keep | use-kept              remembers the session's address, reads it in a later hook
//   stack                        prints how many bytes of stack are left
//   recurse                      until the stack is gone;  abort
//   return|<HRESULT, as a decimal or 0x number>                  ends the hook
#include "plugin.h"
#include <cstring>
#include <map>

namespace native {

const wsl::WSLPluginAPIV1* g_api = nullptr;
wsl::WSLPluginHooksV1* g_hooks = nullptr;

namespace {

HMODULE s_module = nullptr;
std::map<std::string, std::vector<Words>> s_steps;

const std::vector<Words>& StepsOf(const char* hook)
{
    static const std::vector<Words> s_none;
    const auto found = s_steps.find(hook);
    return found == s_steps.end() ? s_none : found->second;
}

HRESULT Play(const char* hook, HookCall call)
{
    call.name = hook;
    call.sessionId = call.session == nullptr ? 0 : call.session->SessionId;
    for (const Words& step : StepsOf(hook))
    {
        if (step.at(1) == "return")
        {
            return static_cast<HRESULT>(std::stoll(step.at(2), nullptr, 0));
        }
        TakeStep(call, step);
    }
    return S_OK;
}

void ReadSteps()
{
    std::FILE* const file = _wfopen(FileBesideModule(L"txt").c_str(), L"rb");
    char line[8192];
    while (file != nullptr && std::fgets(line, sizeof(line), file) != nullptr)
    {
        line[std::strcspn(line, "\r\n")] = '\0';
        Words words(1);
        for (const char* at = line; *at != '\0'; at++)
        {
            if (*at == '|')
            {
                words.emplace_back();
            }
            else
            {
                words.back() += *at;
            }
        }
        s_steps[words[0]].push_back(words);
    }
    if (file != nullptr)
    {
        std::fclose(file);
    }
}

HRESULT OnVMStarted(const wsl::WSLSessionInformation* session, const wsl::WSLVmCreationSettings* settings)
{
    return Play("OnVMStarted", {.session = session, .settings = settings});
}

HRESULT OnVMStopping(const wsl::WSLSessionInformation* session)
{
    return Play("OnVMStopping", {.session = session});
}

HRESULT
OnDistributionStarted(const wsl::WSLSessionInformation* session, const wsl::WSLDistributionInformation* distribution)
{
    return Play("OnDistributionStarted", {.session = session, .distribution = distribution});
}

HRESULT
OnDistributionStopping(const wsl::WSLSessionInformation* session, const wsl::WSLDistributionInformation* distribution)
{
    return Play("OnDistributionStopping", {.session = session, .distribution = distribution});
}

HRESULT OnDistributionRegistered(
    const wsl::WSLSessionInformation* session, const wsl::WslOfflineDistributionInformation* distribution)
{
    return Play("OnDistributionRegistered", {.session = session, .offline = distribution});
}

HRESULT OnDistributionUnregistered(
    const wsl::WSLSessionInformation* session, const wsl::WslOfflineDistributionInformation* distribution)
{
    return Play("OnDistributionUnregistered", {.session = session, .offline = distribution});
}

} // namespace

std::wstring FileBesideModule(const wchar_t* extension)
{
    wchar_t path[MAX_PATH];
    const DWORD length = GetModuleFileNameW(s_module, path, MAX_PATH);
    return std::wstring(path, length - 3) + extension;
}

} // namespace native

using namespace native;

extern "C" BOOL WINAPI DllMain(HINSTANCE instance, DWORD reason, LPVOID)
{
    s_module = reason == DLL_PROCESS_ATTACH ? instance : s_module;
    return TRUE;
}

extern "C" __declspec(dllexport) HRESULT
    WSLPluginAPIV1_EntryPoint(const wsl::WSLPluginAPIV1* api, wsl::WSLPluginHooksV1* hooks)
{
    g_api = api;
    g_hooks = hooks;
    ReadSteps();
    const HRESULT result = Play("Load", {});
    if (FAILED(result))
    {
        return result;
    }
    hooks->OnVMStarted = OnVMStarted;
    hooks->OnVMStopping = OnVMStopping;
    hooks->OnDistributionStarted = OnDistributionStarted;
    hooks->OnDistributionStopping = OnDistributionStopping;
    if (HasVersion(2, 1, 2))
    {
        hooks->OnDistributionRegistered = OnDistributionRegistered;
        hooks->OnDistributionUnregistered = OnDistributionUnregistered;
    }
    return S_OK;
}
