// A copy of a container session's struct, for a hook that runs after WSL has freed the original.
#pragma once
#include "generated/wsl_abi.h"
#include "win32/account.h"
#include "win32/wide.h"
#include "win32/windows.h"
#include <cstddef>
#include <string>
#include <vector>

class SessionCopy
{
public:
    // Without the token, which scripts cannot see. Throws std::bad_alloc.
    explicit SessionCopy(const wsl::WSLCSessionInformation& session) :
        m_name(session.DisplayName == nullptr ? u"" : win32::AsUtf16(session.DisplayName)),
        m_user(win32::CopyOfSid(session.UserSid)), m_session(session)
    {
        m_session.DisplayName = win32::AsWide(m_name);
        m_session.UserToken = nullptr;
        m_session.UserSid = m_user.empty() ? nullptr : m_user.data();
    }
    SessionCopy(const SessionCopy&) = delete;
    SessionCopy& operator=(const SessionCopy&) = delete;

    const wsl::WSLCSessionInformation& Get() const noexcept
    {
        return m_session;
    }

private:
    std::u16string m_name;
    std::vector<std::byte> m_user;
    wsl::WSLCSessionInformation m_session;
};
