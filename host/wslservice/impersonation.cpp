#include "impersonation.h"
#include <system_error>

namespace standin {

Impersonation::Impersonation()
{
    if (!ImpersonateSelf(SecurityImpersonation))
    {
        throw std::system_error(static_cast<int>(GetLastError()), std::system_category(), "ImpersonateSelf");
    }
}

Impersonation::~Impersonation()
{
    RevertToSelf();
}

bool Impersonates() noexcept
{
    HANDLE token = nullptr;
    const bool isOpen = OpenThreadToken(GetCurrentThread(), TOKEN_QUERY, TRUE, &token);
    if (isOpen)
    {
        CloseHandle(token);
    }
    return isOpen;
}

} // namespace standin
