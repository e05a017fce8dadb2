// UTF-8 and UTF-16. What is not valid becomes U+FFFD, as the Encoding Standard has it.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace text {

std::string Utf16ToUtf8(std::u16string_view text);

// Each maximal part of a bad sequence becomes one U+FFFD.
std::u16string Utf8ToUtf16(std::string_view text);

// Units in the order of their bytes here, which is Windows', too; half a unit at the end is left out.
std::u16string Utf16Of(std::span<const uint8_t> bytes);

// The offset of the first byte that is not part of valid UTF-8.
std::optional<size_t> FindInvalidUtf8(std::string_view text) noexcept;

// As much of a text as there is room for, in whole code points.
std::string_view FirstBytes(std::string_view utf8, size_t maximum) noexcept;

} // namespace text
