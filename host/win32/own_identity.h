// Windows checks what a thread opens against the user that it impersonates. The host opens files as the process.
#pragma once
#include "win32/handle.h"

namespace win32 {

// During its lifetime the thread acts as the process; afterwards it impersonates the same user as before.
class OwnIdentity
{
public:
    OwnIdentity() noexcept;
    // Ends the process if Windows refuses: a thread that continued as SYSTEM would serve a user with its rights.
    ~OwnIdentity();
    OwnIdentity(const OwnIdentity&) = delete;
    OwnIdentity& operator=(const OwnIdentity&) = delete;

    // After a failure the thread still acts as another account.
    HRESULT Result() const noexcept
    {
        return m_result;
    }

private:
    UniqueFile m_impersonated;
    HRESULT m_result = S_OK;
};

} // namespace win32
