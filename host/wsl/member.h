#pragma once

#include <cstddef>
#include <span>

#include "wsl/version.h"

namespace wsl {
// A member of a struct or table of WSL, and the first version whose memory has it.
struct Member
{
    const char* name;
    size_t offset;
    size_t size;
    WSLVersion since;
    size_t alignment;
};

// The size in bytes of a struct or table in a WSL of this version. The bytes after that do not exist.
constexpr size_t SizeAt(std::span<const Member> members, WSLVersion version) noexcept
{
    size_t end = 0;
    size_t alignment = 1;
    for (const Member& member : members)
    {
        if (version >= member.since)
        {
            end = member.offset + member.size;
            alignment = alignment < member.alignment ? member.alignment : alignment;
        }
    }
    return (end + alignment - 1) / alignment * alignment;
}
} // namespace wsl
