// UTF-8 and UTF-16. Invalid parts become U+FFFD, as the Encoding Standard requires.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace text {

std::string Utf16ToUtf8(std::u16string_view text);

// Each maximal part of an invalid sequence becomes one U+FFFD.
std::u16string Utf8ToUtf16(std::string_view text);

// The units in this machine's byte order, which is also Windows'; half a unit at the end is ignored.
std::u16string Utf16Of(std::span<const uint8_t> bytes);

// The offset of the first byte that does not belong to valid UTF-8.
std::optional<size_t> FindInvalidUtf8(std::string_view text) noexcept;

// As much of a text as fits, in whole code points.
std::string_view FirstBytes(std::string_view utf8, size_t maximum) noexcept;

} // namespace text
