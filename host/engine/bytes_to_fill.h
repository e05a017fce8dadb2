// The promise of bytes that host code writes straight into the sandbox, where they become a Uint8Array.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <variant>

namespace engine {

struct BytesToFill
{
    size_t maximum;
    // Gets room for `maximum` bytes and answers how many it has written. A status instead becomes a number. Must not
    // use the engine.
    std::function<std::variant<int32_t, size_t>(std::span<std::byte>)> fill;
};

} // namespace engine
