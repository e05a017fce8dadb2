#include "win32/own_identity.h"
#include "win32/last_error.h"
#include <exception>

namespace win32 {

OwnIdentity::OwnIdentity() noexcept
{
    HANDLE token = nullptr;
    if (!OpenThreadToken(GetCurrentThread(), TOKEN_IMPERSONATE, TRUE, &token))
    {
        m_result = GetLastError() == ERROR_NO_TOKEN ? S_OK : LastError();
        return;
    }
    UniqueFile impersonated(token);
    if (!SetThreadToken(nullptr, nullptr))
    {
        m_result = LastError();
        return;
    }
    m_impersonated = std::move(impersonated);
}

OwnIdentity::~OwnIdentity()
{
    if (m_impersonated && !SetThreadToken(nullptr, m_impersonated.Get()))
    {
        std::terminate();
    }
}

} // namespace win32
