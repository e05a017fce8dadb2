// Facts from a user's token, and acting as the user.
#pragma once
#include "win32/windows.h"
#include <string>
#include <vector>

namespace win32 {

struct TokenGroup
{
    std::u16string sid;
    bool isDenyOnly = false; // such as Administrators for a user who has not elevated
};

// The enabled groups, without logon sessions and integrity levels. For a null token:
// HRESULT_FROM_WIN32(ERROR_NO_TOKEN).
HRESULT ReadGroups(HANDLE token, std::vector<TokenGroup>& groups);

// During its lifetime the thread acts as the user; afterwards as the process. The thread must not impersonate any
// account before.
class ActingAs
{
public:
    explicit ActingAs(HANDLE token) noexcept;
    // Ends the process if Windows refuses: the host would continue with a user's rights.
    ~ActingAs();
    ActingAs(const ActingAs&) = delete;
    ActingAs& operator=(const ActingAs&) = delete;

    // After a failure the thread still acts as the process.
    HRESULT Result() const noexcept
    {
        return m_result;
    }

private:
    HRESULT m_result;
};

} // namespace win32
