// Which session of WSL something belongs to.
#pragma once
#include <compare>
#include <cstdint>
#include <string>

struct SessionId
{
    uint32_t number = 0;

    auto operator<=>(const SessionId&) const = default;

    // As the log names it.
    std::string Text() const
    {
        return std::to_string(number);
    }
};
