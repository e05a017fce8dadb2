#pragma once

#include <compare>
#include <cstdint>

namespace wsl {
// As WslPluginApi.h: struct WSLVersion.
struct WSLVersion
{
    uint32_t Major;
    uint32_t Minor;
    uint32_t Revision;

    constexpr auto operator<=>(const WSLVersion&) const = default;
};

static_assert(sizeof(WSLVersion) == 12);
} // namespace wsl
