// The session of WSL that something belongs to.
#pragma once
#include <compare>
#include <cstdint>
#include <string>

// WSL counts sessions with distributions and container sessions separately: one of each may have the same number.
enum class SessionKind : uint32_t
{
    Distributions,
    Containers,
};

struct SessionId
{
    uint32_t number = 0;
    SessionKind kind = SessionKind::Distributions;

    auto operator<=>(const SessionId&) const = default;

    // Its form in the log.
    std::string Text() const
    {
        return (kind == SessionKind::Containers ? "wslc:" : "") + std::to_string(number);
    }
};
