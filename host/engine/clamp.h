// Numbers that come out of the sandbox: a broken engine may answer with any.
#pragma once
#include <concepts>

namespace engine {

// The nearest integer towards zero that is in the range; for NaN, the lowest.
template <std::integral Integer>
constexpr Integer Clamp(double value, Integer lowest, Integer highest) noexcept
{
    if (!(value > static_cast<double>(lowest)))
    {
        return lowest;
    }
    return value < static_cast<double>(highest) ? static_cast<Integer>(value) : highest;
}

} // namespace engine
