#include "win32/account.h"
#include "win32/handle.h"
#include "win32/wide.h"
#include <sddl.h>

namespace win32 {

namespace {

// Long enough for most names. For a longer one Windows returns the length, for a second attempt.
constexpr DWORD kUsualLength = 256;
constexpr int kAttempts = 2;

using Lookup = BOOL WINAPI(LPCWSTR, PSID, LPWSTR, LPDWORD, LPWSTR, LPDWORD, PSID_NAME_USE);

// LookupAccountSidLocalW, which MinGW's import libraries lack.
BOOL WINAPI LookUpLocally(
    LPCWSTR, PSID sid, LPWSTR name, LPDWORD nameLength, LPWSTR domain, LPDWORD domainLength, PSID_NAME_USE use)
{
    using LocalLookup = BOOL WINAPI(PSID, LPWSTR, LPDWORD, LPWSTR, LPDWORD, PSID_NAME_USE);
    static const auto s_lookup = reinterpret_cast<LocalLookup*>(
        reinterpret_cast<void*>(GetProcAddress(GetModuleHandleW(L"sechost.dll"), "LookupAccountSidLocalW")));
    return s_lookup != nullptr && s_lookup(sid, name, nameLength, domain, domainLength, use);
}

std::u16string NameOf(PSID sid, Lookup& lookUp)
{
    DWORD nameLength = kUsualLength;
    DWORD domainLength = kUsualLength;
    for (int attempt = 0; attempt < kAttempts; attempt++)
    {
        std::u16string name(nameLength, u'\0');
        std::u16string domain(domainLength, u'\0');
        SID_NAME_USE use{};
        if (lookUp(nullptr, sid, AsWideBuffer(name), &nameLength, AsWideBuffer(domain), &domainLength, &use))
        {
            name.resize(nameLength);
            domain.resize(domainLength);
            return domain + u'\\' + name;
        }
        if (GetLastError() != ERROR_INSUFFICIENT_BUFFER)
        {
            break;
        }
    }
    return {};
}

std::u16string NameOf(const std::u16string& sidText, Lookup& lookUp)
{
    PSID sid = nullptr;
    if (!ConvertStringSidToSidW(AsWide(sidText), &sid))
    {
        return {};
    }
    const UniqueLocal owner(sid);
    return NameOf(sid, lookUp);
}

} // namespace

std::u16string SidToText(PSID sid)
{
    LPWSTR text = nullptr;
    if (sid == nullptr || !ConvertSidToStringSidW(sid, &text))
    {
        return {};
    }
    const UniqueLocal owner(text);
    return AsUtf16(text);
}

std::vector<std::byte> CopyOfSid(PSID sid)
{
    const auto* bytes = static_cast<const std::byte*>(sid);
    return sid == nullptr ? std::vector<std::byte>() : std::vector(bytes, bytes + GetLengthSid(sid));
}

std::u16string AccountOf(const std::u16string& sidText)
{
    return NameOf(sidText, LookupAccountSidW);
}

std::u16string LocalAccountOf(const std::u16string& sidText)
{
    return NameOf(sidText, LookUpLocally);
}

} // namespace win32
