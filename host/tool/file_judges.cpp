#include "text/hresult.h"
#include "text/utf.h"
#include "tool/judgement.h"
#include "win32/handle.h"
#include "win32/wide.h"
#include <algorithm>

namespace tool {

namespace {

constexpr char kEntryPoint[] = "WSLPluginAPIV1_EntryPoint";
constexpr auto kWarnBeforeEnd = std::chrono::days(30);

// Windows rejects a certificate, and not the file that it signs.
bool IsAboutChain(HRESULT result) noexcept
{
    constexpr HRESULT kCodes[] = {
        CERT_E_UNTRUSTEDROOT,
        CERT_E_CHAINING,
        CERT_E_REVOKED,
        CERT_E_WRONG_USAGE,
        CERT_E_UNTRUSTEDCA,
        TRUST_E_EXPLICIT_DISTRUST};
    return std::ranges::find(kCodes, result) != std::end(kCodes);
}

std::string DateText(std::chrono::system_clock::time_point time)
{
    const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(time));
    char text[16];
    std::snprintf(
        text,
        sizeof(text),
        "%04d-%02u-%02u",
        static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()),
        static_cast<unsigned>(date.day()));
    return text;
}

struct LibraryTraits
{
    using Type = HMODULE;
    static constexpr Type kInvalid = nullptr;
    static void Close(Type library) noexcept
    {
        FreeLibrary(library);
    }
};

// The DLL's imports that this Windows does not have; empty if it has all.
std::string Missing(const ImportedDll& dll)
{
    const std::u16string name = text::Utf8ToUtf16(dll.name);
    const win32::Unique<LibraryTraits> library(
        LoadLibraryExW(win32::AsWide(name), nullptr, LOAD_LIBRARY_SEARCH_SYSTEM32));
    if (!library)
    {
        return dll.name;
    }
    const auto missing = std::ranges::find_if(dll.functions, [&](const std::string& function) {
        return GetProcAddress(library.Get(), function.c_str()) == nullptr;
    });
    return missing == dll.functions.end() ? "" : *missing + " of " + dll.name;
}

} // namespace

Judgement JudgeValueType(const MachineFacts&, const PluginFacts* plugin)
{
    return plugin->registration.type == REG_SZ ? Fine()
                                               : Wrong("the value is not a REG_SZ, so WSL silently skips the plugin");
}

Judgement JudgeDuplicate(const MachineFacts& machine, const PluginFacts* plugin)
{
    for (const PluginFacts& other : machine.plugins)
    {
        if (&other == plugin)
        {
            break;
        }
        if (!other.registration.path.empty() && IsSame(other.registration.path, plugin->registration.path))
        {
            return Wrong(
                "the value " + text::Utf16ToUtf8(other.registration.name) +
                " has the same path; WSL loads a path once, under that name");
        }
    }
    return Fine();
}

Judgement JudgeFile(const MachineFacts&, const PluginFacts* plugin)
{
    if (plugin->registration.path.empty())
    {
        return Unknown();
    }
    return plugin->isThere
        ? Fine()
        : Wrong(text::Utf16ToUtf8(plugin->registration.path) + " is missing or cannot be read, so no VM starts");
}

Judgement JudgeArchitecture(const MachineFacts& machine, const PluginFacts* plugin)
{
    if (!plugin->isThere)
    {
        return Unknown();
    }
    if (!plugin->image)
    {
        return Wrong("the file is not a Windows DLL");
    }
    return plugin->image->machine == machine.machine ? Fine()
                                                     : Wrong(
                                                           "the DLL is for " + MachineText(plugin->image->machine) +
                                                           ", this machine is " + MachineText(machine.machine));
}

Judgement JudgeSignature(const MachineFacts&, const PluginFacts* plugin)
{
    if (!plugin->signature)
    {
        return Unknown();
    }
    const HRESULT result = plugin->signature->result;
    if (result == S_OK || result == CERT_E_EXPIRED || IsAboutChain(result))
    {
        return Fine(plugin->signature->signer);
    }
    return Wrong("official builds of WSL do not load the DLL: " + text::HresultToText(result));
}

Judgement JudgeChain(const MachineFacts&, const PluginFacts* plugin)
{
    if (!plugin->signature || plugin->signature->signer.empty())
    {
        return Unknown();
    }
    const Signature& signature = *plugin->signature;
    if (IsAboutChain(signature.result))
    {
        return Wrong(
            "Windows does not trust the certificate of " + signature.signer + ": " +
            text::HresultToText(signature.result));
    }
    return signature.isAnchored
        ? Fine(signature.issuer)
        : Wrong(
              "the machine does not trust " + signature.issuer + ", which issued the certificate of " +
              signature.signer + "; WSL's service uses the machine's roots only");
}

Judgement JudgeExpiry(const MachineFacts&, const PluginFacts* plugin)
{
    if (!plugin->signature || plugin->signature->signer.empty())
    {
        return Unknown();
    }
    const Signature& signature = *plugin->signature;
    const std::string end = DateText(signature.end);
    const auto now = std::chrono::system_clock::now();
    if (signature.result == CERT_E_EXPIRED || (now > signature.end && !signature.isTimeStamped))
    {
        return Wrong("the certificate expired on " + end + ", so no VM starts");
    }
    if (now + kWarnBeforeEnd > signature.end && !signature.isTimeStamped)
    {
        return {
            Outcome::Warning,
            "the certificate expires on " + end + " and the signature has no time stamp: no VM starts after that day"};
    }
    return Fine(signature.isTimeStamped ? "time-stamped" : end);
}

Judgement JudgeExport(const MachineFacts&, const PluginFacts* plugin)
{
    if (!plugin->image)
    {
        return Unknown();
    }
    return std::ranges::find(plugin->image->exports, kEntryPoint) != plugin->image->exports.end()
        ? Fine()
        : Wrong(std::string("the DLL does not export ") + kEntryPoint + ", so no VM starts");
}

Judgement JudgeImports(const MachineFacts& machine, const PluginFacts* plugin)
{
    if (!plugin->image || plugin->image->machine != machine.machine)
    {
        return Unknown();
    }
    for (const ImportedDll& dll : plugin->image->imports)
    {
        if (const std::string missing = Missing(dll); !missing.empty())
        {
            return Wrong("Windows has no " + missing + ", which the DLL imports");
        }
    }
    return Fine();
}

} // namespace tool
