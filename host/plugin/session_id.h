// Which session of WSL something belongs to.
#pragma once
#include <compare>
#include <cstdint>
#include <string>

// WSL counts sessions with distributions and container sessions apart: two of the same number may be there at once.
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

    // As the log names it.
    std::string Text() const
    {
        return (kind == SessionKind::Containers ? "wslc:" : "") + std::to_string(number);
    }
};
