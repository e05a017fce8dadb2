#pragma once
#include "wsl/version.h"
#include <charconv>
#include <string>
#include <string_view>

namespace wsl {

// "2.4.4"
inline std::string TextOf(const WSLVersion& version)
{
    return std::to_string(version.Major) + "." + std::to_string(version.Minor) + "." + std::to_string(version.Revision);
}

struct VersionText
{
    WSLVersion version; // parts missing in the text are 0
    std::string_view rest;
};

// The version at the start of a text such as "2.4.4".
inline VersionText ReadVersion(std::string_view text) noexcept
{
    uint32_t parts[3] = {};
    const char* at = text.data();
    const char* const end = at + text.size();
    for (uint32_t& part : parts)
    {
        at = std::from_chars(at, end, part).ptr;
        at += at != end && *at == '.' ? 1 : 0;
    }
    return {{parts[0], parts[1], parts[2]}, {at, end}};
}

} // namespace wsl
