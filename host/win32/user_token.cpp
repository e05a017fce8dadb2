#include "win32/user_token.h"
#include "win32/account.h"
#include "win32/last_error.h"
#include <cstddef>
#include <exception>
#include <span>

namespace win32 {

namespace {

const HRESULT kNoToken = HRESULT_FROM_WIN32(ERROR_NO_TOKEN);

HRESULT ReadInformation(HANDLE token, TOKEN_INFORMATION_CLASS kind, std::vector<std::byte>& bytes)
{
    DWORD size = 0;
    GetTokenInformation(token, kind, nullptr, 0, &size);
    bytes.resize(size);
    return GetTokenInformation(token, kind, bytes.data(), size, &size) ? S_OK : LastError();
}

} // namespace

HRESULT ReadGroups(HANDLE token, std::vector<TokenGroup>& groups)
{
    if (token == nullptr)
    {
        return kNoToken;
    }
    std::vector<std::byte> bytes;
    if (const HRESULT result = ReadInformation(token, TokenGroups, bytes); FAILED(result))
    {
        return result;
    }
    const auto& list = *reinterpret_cast<const TOKEN_GROUPS*>(bytes.data());
    for (const auto& [sid, attributes] : std::span(list.Groups, list.GroupCount))
    {
        const bool isGroup = (attributes & SE_GROUP_INTEGRITY) == 0 &&
            (attributes & SE_GROUP_LOGON_ID) != SE_GROUP_LOGON_ID;
        if (isGroup && (attributes & (SE_GROUP_ENABLED | SE_GROUP_USE_FOR_DENY_ONLY)) != 0)
        {
            groups.push_back({SidToText(sid), (attributes & SE_GROUP_USE_FOR_DENY_ONLY) != 0});
        }
    }
    return S_OK;
}

ActingAs::ActingAs(HANDLE token) noexcept :
    m_result(
        token == nullptr                     ? kNoToken
            : ImpersonateLoggedOnUser(token) ? S_OK
                                             : LastError())
{}

ActingAs::~ActingAs()
{
    if (SUCCEEDED(m_result) && !SetThreadToken(nullptr, nullptr))
    {
        std::terminate();
    }
}

} // namespace win32
