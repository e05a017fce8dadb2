#include "win32/security.h"
#include "text/utf.h"
#include "win32/account.h"
#include "win32/handle.h"
#include "win32/last_error.h"
#include <cstddef>

namespace win32 {

namespace {

// More than most descriptors have.
constexpr DWORD kUsualSize = 1024;

bool IsWine() noexcept
{
    return GetProcAddress(GetModuleHandleW(L"ntdll.dll"), "wine_get_version") != nullptr;
}

} // namespace

HRESULT SecurityOf(HANDLE handle, std::vector<uint8_t>& descriptor)
{
    constexpr SECURITY_INFORMATION kWanted = OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION;
    descriptor.resize(kUsualSize);
    for (;;)
    {
        DWORD needed = 0;
        if (GetKernelObjectSecurity(handle, kWanted, descriptor.data(), static_cast<DWORD>(descriptor.size()), &needed))
        {
            descriptor.resize(needed);
            return S_OK;
        }
        if (GetLastError() != ERROR_INSUFFICIENT_BUFFER || needed <= descriptor.size())
        {
            return LastError();
        }
        descriptor.resize(needed);
    }
}

std::string OwnAccount()
{
    HANDLE token = nullptr;
    if (!OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token))
    {
        return {};
    }
    const UniqueFile owner(token);
    alignas(TOKEN_USER) std::byte buffer[sizeof(TOKEN_USER) + SECURITY_MAX_SID_SIZE];
    DWORD size = 0;
    return GetTokenInformation(token, TokenUser, buffer, sizeof(buffer), &size)
        ? text::Utf16ToUtf8(SidToText(reinterpret_cast<TOKEN_USER*>(buffer)->User.Sid))
        : std::string();
}

const std::string& OwnAccountUnderWine()
{
    static const std::string s_account = IsWine() ? OwnAccount() : std::string();
    return s_account;
}

} // namespace win32
