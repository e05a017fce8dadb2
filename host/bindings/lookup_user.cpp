#include "generated/natives.h"
#include "win32/handle.h"
#include <sddl.h>

namespace {

// As long as most names are. If one is longer, Windows says how long, and a second attempt has the room.
constexpr DWORD kUsualLength = 256;
constexpr int kAttempts = 2;

std::wstring AccountOf(PSID sid)
{
    DWORD nameLength = kUsualLength;
    DWORD domainLength = kUsualLength;
    for (int attempt = 0; attempt < kAttempts; attempt++)
    {
        std::wstring name(nameLength, L'\0');
        std::wstring domain(domainLength, L'\0');
        SID_NAME_USE use{};
        if (LookupAccountSidW(nullptr, sid, name.data(), &nameLength, domain.data(), &domainLength, &use))
        {
            name.resize(nameLength);
            domain.resize(domainLength);
            return domain + L'\\' + name;
        }
        if (GetLastError() != ERROR_INSUFFICIENT_BUFFER)
        {
            break;
        }
    }
    return {};
}

} // namespace

std::wstring natives::LookupUser(Script&, const std::wstring& sid)
{
    PSID identifier = nullptr;
    if (!ConvertStringSidToSidW(sid.c_str(), &identifier))
    {
        return {};
    }
    const win32::UniqueLocal owner(identifier);
    return AccountOf(identifier);
}
