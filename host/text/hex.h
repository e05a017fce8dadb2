// Numbers in hexadecimal digits.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace text {

constexpr std::string_view kLowerDigits = "0123456789abcdef";
constexpr std::string_view kUpperDigits = "0123456789ABCDEF";

// At least `width` digits.
inline std::string Hex(uint64_t number, size_t width, std::string_view digits = kLowerDigits)
{
    std::string text;
    for (; number != 0 || text.size() < width; number >>= 4)
    {
        text.insert(text.begin(), digits[number & 0xF]);
    }
    return text;
}

} // namespace text
