// Values that cross to or from a script, as a recording has them (bindings/files/recording.ts).
#pragma once
#include "engine/unchecked_number.h"
#include "text/json_text.h"
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace recording {

// What stands for content that is left out: hashes of the same recording can be compared, and no others.
class Key
{
public:
    // False when the system has no random numbers.
    bool Make() noexcept;

    text::Json LeftOut(std::string_view bytes) const;

private:
    std::array<unsigned char, 32> m_bytes{};
};

// A list of them.
class Values
{
public:
    // `key`: null to contain content.
    explicit Values(const Key* key) noexcept : m_key(key) {}

    void Add(uint32_t value);
    void Add(int32_t value);
    void Add(bool value);
    void Add(uint64_t value); // a bigint
    void Add(const engine::UncheckedNumber& value);
    void Add(std::u16string_view text);
    void Add(std::string_view utf8);
    void Add(std::span<const uint8_t> bytes);
    void AddNull();
    void AddAbsent();
    void AddContent(std::string_view utf8);
    void AddContent(std::span<const uint8_t> bytes);

    text::Json List() &&;

    // That of a list with one value.
    text::Json Only() &&;

private:
    void AddJson(std::string_view json);

    const Key* m_key;
    std::string m_values;
};

text::Json TextOrNull(const std::optional<std::u16string>& text);
text::Json TextOrNull(const std::optional<std::string>& utf8);

// A character for each byte.
std::string TextOfBytes(std::span<const uint8_t> bytes);

} // namespace recording
