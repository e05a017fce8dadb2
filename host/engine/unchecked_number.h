// Numbers that come out of the sandbox: a broken engine may return any number.
#pragma once
#include <cmath>
#include <concepts>
#include <optional>

namespace engine {

// Has to be checked against a range before it can be used.
class UncheckedNumber
{
public:
    explicit constexpr UncheckedNumber(double value) noexcept : m_value(value) {}

    // The nearest number in the range, rounded towards zero for integers; the lowest for NaN.
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

    // Nothing if it is not an integer in the range.
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
