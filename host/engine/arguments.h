// The arguments of one call of a native function, read as the C++ types it needs, and the ways to return a result.
#pragma once
#include "engine/runtime.h"
#include <concepts>
#include <cstdint>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace engine {

class Arguments
{
public:
    Arguments(Runtime& runtime, std::span<const RawValue> values) noexcept : m_runtime(runtime), m_values(values) {}

    // Each throws a TypeError in JavaScript that names the parameter if the argument has another type.
    uint32_t Uint32(size_t index, const char* name);
    int32_t Int32(size_t index, const char* name);
    UncheckedNumber Double(size_t index, const char* name);
    bool Boolean(size_t index, const char* name);
    std::u16string Utf16(size_t index, const char* name);
    std::string Utf8(size_t index, const char* name);
    // Valid until the engine runs again.
    std::span<const uint8_t> Bytes(size_t index, const char* name);

    Value Result();
    Value Result(int32_t value);
    Value Result(bool value);
    Value Result(std::u16string_view text);
    Value Result(std::span<const uint8_t> bytes);
    // A status, or bytes.
    template <class Bytes>
    Value Result(const std::variant<int32_t, Bytes>& either)
    {
        return std::visit([this](const auto& value) { return this->Result(value); }, either);
    }

private:
    RawValue At(size_t index) const noexcept;
    template <std::integral Type>
    Type Integer(size_t index, const char* name);
    [[noreturn]] void Mismatch(const char* name, const char* expected);

    Runtime& m_runtime;
    std::span<const RawValue> m_values;
};

} // namespace engine
