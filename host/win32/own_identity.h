// Windows judges what a thread opens by the user that it impersonates. What the host opens is the process's affair.
#pragma once
#include "win32/handle.h"

namespace win32 {

// For as long as it lives, the thread acts as the process; then, as whom it impersonated before.
class OwnIdentity
{
public:
    OwnIdentity() noexcept;
    // Ends the process where Windows refuses: a thread that goes on as SYSTEM would serve a user with its rights.
    ~OwnIdentity();
    OwnIdentity(const OwnIdentity&) = delete;
    OwnIdentity& operator=(const OwnIdentity&) = delete;

    // A failure: it still acts as another.
    HRESULT Result() const noexcept
    {
        return m_result;
    }

private:
    UniqueFile m_impersonated;
    HRESULT m_result = S_OK;
};

} // namespace win32
