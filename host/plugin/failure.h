// How something that the script did, or that was done to it, failed.
#pragma once
#include "win32/windows.h"
#include <exception>
#include <string>

// A failure's code: a success becomes E_FAIL.
class FailureCode
{
public:
    constexpr FailureCode(HRESULT code) noexcept : m_code(FAILED(code) ? code : E_FAIL) {}

    constexpr operator HRESULT() const noexcept
    {
        return m_code;
    }

private:
    HRESULT m_code;
};

struct Failure
{
    FailureCode hresult = E_FAIL;
    std::string message;  // for the user; UTF-8
    std::string location; // "hello.js:12:5", or empty
    std::string stack;    // for the log; may be empty
    // Others can change the plugin's files: their `loadFailure` is ignored.
    bool isDistrust = false;
    bool isOfSettings = false; // the plugin's own settings are wrong, and not the script
    std::string policyKey{};   // the registry's key of the policy that they come from, or empty
    bool operator==(const Failure&) const = default;
};

// An exception that carries a Failure out of loading.
class FailureError : public std::exception
{
public:
    explicit FailureError(Failure failure) : m_failure(std::move(failure)) {}

    const Failure& Get() const noexcept
    {
        return m_failure;
    }

    const char* what() const noexcept override
    {
        return m_failure.message.c_str();
    }

private:
    Failure m_failure;
};
