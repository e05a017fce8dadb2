// What a user's token says, and acting as the user.
#pragma once
#include "win32/windows.h"
#include <string>
#include <vector>

namespace win32 {

struct TokenGroup
{
    std::u16string sid;
    bool isDenyOnly = false; // such as Administrators, of one who has not elevated
};

// The groups that count, without logon sessions and integrity levels. For a null token:
// HRESULT_FROM_WIN32(ERROR_NO_TOKEN).
HRESULT ReadGroups(HANDLE token, std::vector<TokenGroup>& groups);

// For as long as it lives, the thread acts as the user; then, as the process. It must not impersonate anybody before.
class ActingAs
{
public:
    explicit ActingAs(HANDLE token) noexcept;
    // Ends the process where Windows refuses: the host would go on with a user's rights.
    ~ActingAs();
    ActingAs(const ActingAs&) = delete;
    ActingAs& operator=(const ActingAs&) = delete;

    // A failure: the thread still acts as the process.
    HRESULT Result() const noexcept
    {
        return m_result;
    }

private:
    HRESULT m_result;
};

} // namespace win32
