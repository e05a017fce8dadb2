// Numbers that come out of the sandbox: a broken engine may answer with any.
#pragma once
#include <cmath>
#include <concepts>
#include <optional>

namespace engine {

// Becomes a number to count with only by naming a range.
class UncheckedNumber
{
public:
    explicit constexpr UncheckedNumber(double value) noexcept : m_value(value) {}

    // The nearest in the range, towards zero for integers; for NaN, the lowest.
    template <class Number>
    requires std::integral<Number> || std::floating_point<Number>
    constexpr Number Within(Number lowest, Number highest) const noexcept
    {
        if (!(m_value > static_cast<double>(lowest)))
        {
            return lowest;
        }
        return m_value < static_cast<double>(highest) ? static_cast<Number>(m_value) : highest;
    }

    // None for what is no integer in the range.
    template <std::integral Integer>
    std::optional<Integer> Exactly(Integer lowest, Integer highest) const noexcept
    {
        const bool isInRange = m_value >= static_cast<double>(lowest) && m_value <= static_cast<double>(highest);
        return isInRange && m_value == std::trunc(m_value) ? std::optional(static_cast<Integer>(m_value))
                                                           : std::nullopt;
    }

private:
    double m_value;
};

} // namespace engine
