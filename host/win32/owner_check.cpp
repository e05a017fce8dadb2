#include "win32/owner_check.h"
#include "win32/account.h"
#include "win32/file.h"
#include "win32/handle.h"
#include "win32/text.h"
#include <cstddef>
#include <aclapi.h>
#include <sddl.h>

namespace win32 {

namespace {

constexpr char16_t kTrustedInstaller[] = u"S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464";

bool IsThisProcess(PSID sid) noexcept
{
    HANDLE token = nullptr;
    if (!OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token))
    {
        return false;
    }
    const UniqueFile owner(token);
    alignas(TOKEN_USER) std::byte buffer[sizeof(TOKEN_USER) + SECURITY_MAX_SID_SIZE];
    DWORD size = 0;
    return GetTokenInformation(token, TokenUser, buffer, sizeof(buffer), &size) &&
        EqualSid(reinterpret_cast<TOKEN_USER*>(buffer)->User.Sid, sid);
}

bool IsTrusted(PSID sid)
{
    return IsWellKnownSid(sid, WinLocalSystemSid) || IsWellKnownSid(sid, WinBuiltinAdministratorsSid) ||
        IsThisProcess(sid) || SidToText(sid) == kTrustedInstaller;
}

// Of the link itself, should it be one.
DWORD CheckOwner(const std::u16string& path)
{
    constexpr DWORD kFlags = FILE_FLAG_BACKUP_SEMANTICS | FILE_FLAG_OPEN_REPARSE_POINT;
    constexpr DWORD kShare = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
    const UniqueFile file(CreateFileW(AsWide(path), READ_CONTROL, kShare, nullptr, OPEN_EXISTING, kFlags, nullptr));
    if (!file)
    {
        const DWORD error = GetLastError();
        return error == ERROR_FILE_NOT_FOUND || error == ERROR_PATH_NOT_FOUND ? ERROR_SUCCESS : error;
    }
    PSID sid = nullptr;
    PSECURITY_DESCRIPTOR descriptor = nullptr;
    const DWORD error = GetSecurityInfo(
        file.Get(), SE_FILE_OBJECT, OWNER_SECURITY_INFORMATION, &sid, nullptr, nullptr, nullptr, &descriptor);
    const UniqueLocal owner(descriptor);
    if (error != ERROR_SUCCESS)
    {
        return error;
    }
    return sid != nullptr && IsTrusted(sid) ? ERROR_SUCCESS : ERROR_INVALID_OWNER;
}

bool StartsWith(const std::u16string& path, const std::u16string& start) noexcept
{
    const int length = static_cast<int>(start.size());
    return path.size() >= start.size() &&
        CompareStringOrdinal(AsWide(path), length, AsWide(start), length, TRUE) == CSTR_EQUAL;
}

} // namespace

HRESULT CheckOwners(const std::u16string& path)
{
    const std::u16string root = ExpandEnvironment(u"%ProgramData%\\");
    if (!StartsWith(path, root))
    {
        return S_OK;
    }
    for (size_t end = root.size(); end != std::u16string::npos;)
    {
        end = path.find_first_of(u"\\/", end + 1);
        if (const DWORD error = CheckOwner(path.substr(0, end)))
        {
            return HRESULT_FROM_WIN32(error);
        }
    }
    return S_OK;
}

} // namespace win32
