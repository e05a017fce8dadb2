#include "plugin/recording_values.h"
#include "engine/system.h"
#include "text/utf.h"
#include "win32/sha256.h"
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

namespace recording {

namespace {

// The largest number up to which all integers are exact.
constexpr double kMaximumInteger = 9007199254740991;

std::string_view AsText(std::span<const uint8_t> bytes) noexcept
{
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string Tagged(const char* name, std::string_view value)
{
    std::string json = "{\"" + std::string(name) + "\":";
    text::AppendJsonText(json, value);
    return json + "}";
}

std::string NumberText(double value)
{
    if (std::isinf(value))
    {
        return value > 0 ? "Infinity" : "-Infinity";
    }
    // std::to_chars would bring assertions of the C++ library into the DLL.
    std::array<char, 32> text{};
    const int length = std::snprintf(text.data(), text.size(), "%.17g", value);
    return {text.data(), static_cast<size_t>(length)};
}

} // namespace

bool Key::Make() noexcept
{
    return engine::FillRandom(m_bytes);
}

text::Json Key::LeftOut(std::string_view bytes) const
{
    const std::string keyed = std::string(AsText(m_bytes)) + std::string(bytes);
    std::string json = "{\"length\":" + std::to_string(bytes.size()) + ",\"hash\":";
    text::AppendJsonText(json, win32::Sha256(keyed));
    return {json + "}"};
}

void Values::Add(uint32_t value)
{
    AddJson(std::to_string(value));
}

void Values::Add(int32_t value)
{
    AddJson(std::to_string(value));
}

void Values::Add(bool value)
{
    AddJson(value ? "true" : "false");
}

void Values::Add(uint64_t value)
{
    AddJson(Tagged("bigint", std::to_string(value)));
}

void Values::Add(const engine::UncheckedNumber& value)
{
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    const double number = value.Within(-kInfinity, kInfinity);
    const bool isInteger = std::abs(number) <= kMaximumInteger && number == std::trunc(number);
    AddJson(isInteger ? std::to_string(static_cast<int64_t>(number)) : Tagged("number", NumberText(number)));
}

void Values::Add(std::u16string_view text)
{
    std::string json;
    text::AppendJsonText(json, text);
    AddJson(json);
}

void Values::Add(std::string_view utf8)
{
    std::string json;
    text::AppendJsonText(json, utf8);
    AddJson(json);
}

void Values::Add(std::span<const uint8_t> bytes)
{
    AddJson(Tagged("bytes", TextOfBytes(bytes)));
}

void Values::AddNull()
{
    AddJson("null");
}

void Values::AddAbsent()
{
    AddJson("{\"absent\":true}");
}

void Values::AddContent(std::string_view utf8)
{
    if (m_key == nullptr)
    {
        Add(utf8);
    }
    else
    {
        AddJson(m_key->LeftOut(utf8).text);
    }
}

void Values::AddContent(std::span<const uint8_t> bytes)
{
    if (m_key == nullptr)
    {
        Add(bytes);
    }
    else
    {
        AddJson(m_key->LeftOut(AsText(bytes)).text);
    }
}

text::Json Values::List() &&
{
    return {"[" + std::move(m_values) + "]"};
}

text::Json Values::Only() &&
{
    return {std::move(m_values)};
}

void Values::AddJson(std::string_view json)
{
    if (!m_values.empty())
    {
        m_values += ',';
    }
    m_values += json;
}

text::Json TextOrNull(const std::optional<std::u16string>& text)
{
    Values values(nullptr);
    text ? values.Add(std::u16string_view(*text)) : values.AddNull();
    return std::move(values).Only();
}

text::Json TextOrNull(const std::optional<std::string>& utf8)
{
    Values values(nullptr);
    utf8 ? values.Add(std::string_view(*utf8)) : values.AddNull();
    return std::move(values).Only();
}

std::string TextOfBytes(std::span<const uint8_t> bytes)
{
    std::u16string units(bytes.size(), u'\0');
    std::copy(bytes.begin(), bytes.end(), units.begin());
    return text::Utf16ToUtf8(units);
}

} // namespace recording
