#include "win32/account.h"
#include "win32/handle.h"
#include "win32/text.h"
#include <sddl.h>

namespace win32 {

namespace {

// As long as most names are. If one is longer, Windows says how long, and a second attempt has the room.
constexpr DWORD kUsualLength = 256;
constexpr int kAttempts = 2;

std::u16string AccountOf(PSID sid)
{
    DWORD nameLength = kUsualLength;
    DWORD domainLength = kUsualLength;
    for (int attempt = 0; attempt < kAttempts; attempt++)
    {
        std::u16string name(nameLength, u'\0');
        std::u16string domain(domainLength, u'\0');
        SID_NAME_USE use{};
        if (LookupAccountSidW(nullptr, sid, AsWideBuffer(name), &nameLength, AsWideBuffer(domain), &domainLength, &use))
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

std::u16string AccountOf(const std::u16string& sidText)
{
    PSID sid = nullptr;
    if (!ConvertStringSidToSidW(AsWide(sidText), &sid))
    {
        return {};
    }
    const UniqueLocal owner(sid);
    return AccountOf(sid);
}

} // namespace win32
