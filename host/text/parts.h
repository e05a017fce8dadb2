// Parts of texts, and names without regard to the case of ASCII letters.
#pragma once
#include <algorithm>
#include <string_view>
#include <vector>

namespace text {

// The parts between the separators: one more than there are separators.
inline std::vector<std::string_view> Split(std::string_view text, char separator)
{
    std::vector<std::string_view> parts;
    for (size_t end = text.find(separator); end != text.npos; end = text.find(separator))
    {
        parts.push_back(text.substr(0, end));
        text.remove_prefix(end + 1);
    }
    parts.push_back(text);
    return parts;
}

// A UTF-8 byte or a UTF-16 unit; only A to Z change.
template <class Unit>
constexpr Unit Lower(Unit unit) noexcept
{
    return unit >= Unit{'A'} && unit <= Unit{'Z'} ? static_cast<Unit>(unit | 0x20) : unit;
}

template <class Unit>
bool IsSameName(std::basic_string_view<Unit> a, std::basic_string_view<Unit> b) noexcept
{
    return std::ranges::equal(a, b, {}, Lower<Unit>, Lower<Unit>);
}

// Whether it is in the list; a `*` at the end of an item matches any ending.
template <class List>
bool IsListed(const List& list, std::string_view name) noexcept
{
    return std::ranges::any_of(list, [&](std::string_view each) {
        return each.ends_with('*') ? name.starts_with(each.substr(0, each.size() - 1)) : name == each;
    });
}

} // namespace text
