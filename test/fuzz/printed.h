// Output of processes: how it arrives, and how a script logs it.
#pragma once
#include <array>
#include <cstdint>
#include <cstdio>
#include <deque>
#include <string>
#include <string_view>
#include <vector>
#include <fuzzer/FuzzedDataProvider.h>

// Cuts text into pieces whose sizes repeat.
class Pieces
{
public:
    explicit Pieces(FuzzedDataProvider& input)
    {
        for (auto& size : m_sizes)
        {
            size = input.ConsumeIntegralInRange<size_t>(1, 60);
        }
    }

    std::deque<std::vector<uint8_t>> Of(std::string_view text)
    {
        std::deque<std::vector<uint8_t>> pieces;
        while (!text.empty())
        {
            const auto piece = text.substr(0, m_sizes[m_next++ % m_sizes.size()]);
            pieces.emplace_back(piece.begin(), piece.end());
            text.remove_prefix(piece.size());
        }
        return pieces;
    }

private:
    std::array<size_t, 8> m_sizes;
    size_t m_next = 0;
};

// As the function `hex` of kHexFunction prints texts and bytes.
template <class Unit>
std::string Hexadecimal(std::basic_string_view<Unit> text)
{
    std::string result;
    for (const auto unit : text)
    {
        char number[8];
        // Only a byte's eight bits.
        constexpr unsigned kMask = sizeof(Unit) == 1 ? 0xFF : 0xFFFF;
        std::snprintf(number, sizeof(number), result.empty() ? "%x" : " %x", static_cast<unsigned>(unit) & kMask);
        result += number;
    }
    return result;
}

constexpr std::string_view kHexFunction = R"(
function hex(units) {
  const numbers = typeof units === "string" ? Array.from(units.split(""), (unit) => unit.charCodeAt(0)) : [...units];
  return numbers.map((number) => number.toString(16)).join(" ");
}
)";
