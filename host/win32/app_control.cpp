#include "win32/app_control.h"
#include "win32/system_library.h"
#include "win32/wide.h"

namespace win32 {

namespace {

constinit SystemLibrary g_wldp(u"wldp.dll");

// wldp.h, which MinGW does not have.
constexpr GUID kOtherHost = {0x626cbec3, 0xe1fa, 0x4227, {0x98, 0x00, 0xed, 0x21, 0x02, 0x74, 0xcf, 0x7c}};
constexpr int kNoOptions = 0;
constexpr int kExecutionAllowed = 1;
using CanExecuteFile = HRESULT WINAPI(const GUID*, int, HANDLE, PCWSTR, int*);

struct HostInformation
{
    DWORD revision;
    int hostId;
    PCWSTR source;
    HANDLE file;
};
constexpr DWORD kRevision = 1;
constexpr int kUnknownHost = 0;
constexpr DWORD kDefined = 0x80000000;
constexpr DWORD kUserModeEnforced = 0x4;
constexpr DWORD kAudit = 0x8;
constexpr DWORD kExclusion = 0x10;
using GetLockdownPolicy = HRESULT WINAPI(HostInformation*, DWORD*, DWORD);

// Without a file, the machine's state.
AppControl AskLockdownPolicy(GetLockdownPolicy& ask, HANDLE file, PCWSTR path)
{
    HostInformation information{kRevision, kUnknownHost, path, file};
    DWORD state = 0;
    if (FAILED(ask(&information, &state, 0)))
    {
        return AppControl::Refused;
    }
    const bool isEnforced = (state & (kDefined | kUserModeEnforced | kAudit | kExclusion)) ==
        (kDefined | kUserModeEnforced);
    return isEnforced ? AppControl::Refused : AppControl::Allowed;
}

} // namespace

AppControl AskAppControl(HANDLE file, const std::u16string& path)
{
    if (auto* const canExecute = g_wldp.Find<CanExecuteFile>("WldpCanExecuteFile"))
    {
        const std::u16string information = u"wsl-script-host: " + path;
        int answer = 0;
        const HRESULT result = canExecute(&kOtherHost, kNoOptions, file, AsWide(information), &answer);
        return SUCCEEDED(result) && answer == kExecutionAllowed ? AppControl::Allowed : AppControl::Refused;
    }
    // Before Windows 11 22H2. For a file that the policy allows, no bit is set.
    auto* const ask = g_wldp.Find<GetLockdownPolicy>("WldpGetLockdownPolicy");
    return ask == nullptr ? AppControl::Allowed : AskLockdownPolicy(*ask, file, AsWide(path));
}

bool IsAppControlEnforced()
{
    auto* const ask = g_wldp.Find<GetLockdownPolicy>("WldpGetLockdownPolicy");
    return ask != nullptr && AskLockdownPolicy(*ask, nullptr, nullptr) == AppControl::Refused;
}

} // namespace win32
