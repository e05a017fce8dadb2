#include "tool/machine_facts.h"
#include "text/utf.h"
#include "win32/system_library.h"
#include "wsl/version_text.h"
#include <algorithm>

namespace tool {

namespace {

// Where WSL's installer registers the version.
constexpr wchar_t kInstallation[] = L"SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Lxss\\MSI";

} // namespace

WslFacts ReadWslFacts()
{
    std::u16string text(64, u'\0');
    auto size = static_cast<DWORD>(text.size() * sizeof(char16_t));
    constexpr DWORD kFlags = RRF_RT_REG_SZ | RRF_SUBKEY_WOW6464KEY;
    if (RegGetValueW(HKEY_LOCAL_MACHINE, kInstallation, L"Version", kFlags, nullptr, text.data(), &size) !=
        ERROR_SUCCESS)
    {
        return {};
    }
    const std::string version = text::Utf16ToUtf8(text.substr(0, text.find(u'\0')));
    return {version, wsl::ReadVersion(version).version};
}

wsl::WSLVersion VersionToCheck(const WslFacts& wsl)
{
    return wsl.text.empty() ? std::ranges::max(wsl::kCapabilities, {}, &wsl::CapabilityInfo::since).since : wsl.version;
}

uint16_t NativeMachine()
{
    USHORT process = 0;
    USHORT native = 0;
    return IsWow64Process2(GetCurrentProcess(), &process, &native) ? native : IMAGE_FILE_MACHINE_AMD64;
}

std::string SystemText()
{
    using RtlGetVersion = LONG NTAPI(OSVERSIONINFOW*);
    using WineGetVersion = const char* CDECL();
    OSVERSIONINFOW version{};
    version.dwOSVersionInfoSize = sizeof(version);
    win32::SystemLibrary ntdll(u"ntdll.dll");
    ntdll.Find<RtlGetVersion>("RtlGetVersion")(&version);
    auto* const wine = ntdll.Find<WineGetVersion>("wine_get_version");
    const std::string windows = "Windows " + std::to_string(version.dwMajorVersion) + "." +
        std::to_string(version.dwMinorVersion) + "." + std::to_string(version.dwBuildNumber);
    return wine == nullptr ? windows : std::string("Wine ") + wine() + " as " + windows;
}

MachineFacts ReadMachineFacts()
{
    MachineFacts facts{ReadWslFacts(), ReadServiceState(), NativeMachine(), {}};
    for (const Registration& registration : ReadRegistrations())
    {
        facts.plugins.push_back(ReadFacts(registration, VersionToCheck(facts.wsl)));
    }
    return facts;
}

} // namespace tool
