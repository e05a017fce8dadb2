// Declarations that the native plugin's files share.
#pragma once
#include "generated/wsl_abi.h"
#include <cstdio>
#include <string>
#include <vector>

namespace native {

// A line of the plugin's text: the hook, the verb, its arguments.
using Words = std::vector<std::string>;

struct HookCall
{
    const char* name = "";
    const wsl::WSLSessionInformation* session = nullptr;
    const wsl::WSLVmCreationSettings* settings = nullptr;
    const wsl::WSLDistributionInformation* distribution = nullptr;
    const wsl::WslOfflineDistributionInformation* offline = nullptr;
    DWORD sessionId = 0;
};

extern const wsl::WSLPluginAPIV1* g_api;
extern wsl::WSLPluginHooksV1* g_hooks;

template <typename... Values>
void Print(const char* format, Values... values)
{
    std::string text(static_cast<size_t>(std::snprintf(nullptr, 0, format, values...)), '\0');
    std::snprintf(text.data(), text.size() + 1, format, values...);
    OutputDebugStringA(text.c_str());
}

// All fields of the hook's structs that the API version has, as text.
std::string Fields(const HookCall& call);

// The least work of a plugin that reads everything: sums the numbers and the texts' lengths.
void ReadFields(const HookCall& call);
uint64_t SumOfFields();

// Appends a line about the hook to `<the DLL's name>.log` beside the DLL, as plugins with a log do.
void WriteLog(const HookCall& call, const std::string& message);

// `<the DLL's path without its extension>.<extension>`
std::wstring FileBesideModule(const wchar_t* extension);

// Performs one line of the plugin's text, except `return`. Prints an error if it does not know the verb.
void TakeStep(HookCall& call, const Words& step);

bool HasVersion(uint32_t major, uint32_t minor, uint32_t revision);

} // namespace native
