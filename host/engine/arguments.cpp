#include "engine/arguments.h"
#include "text/utf.h"
#include <limits>

namespace engine {

namespace {

// Copies that the host makes for a native function don't count as the script's memory, and no interrupt can stop the
// copying. Hence a maximum.
constexpr size_t kMaximumUnits = 4 * 1024 * 1024;

} // namespace

template <std::integral Type>
Type Arguments::Integer(size_t index, const char* name)
{
    using Limits = std::numeric_limits<Type>;
    const auto value = Double(index, name).Exactly(Limits::min(), Limits::max());
    if (!value)
    {
        Mismatch(name, "an integer in its range");
    }
    return *value;
}

uint32_t Arguments::Uint32(size_t index, const char* name)
{
    return Integer<uint32_t>(index, name);
}

int32_t Arguments::Int32(size_t index, const char* name)
{
    return Integer<int32_t>(index, name);
}

UncheckedNumber Arguments::Double(size_t index, const char* name)
{
    if (!m_runtime.IsNumber(At(index)))
    {
        Mismatch(name, "a number");
    }
    return m_runtime.ToNumber(At(index));
}

bool Arguments::Boolean(size_t index, const char* name)
{
    if (TagOf(At(index)) != Tag::Boolean)
    {
        Mismatch(name, "a boolean");
    }
    return static_cast<uint32_t>(At(index)) != 0;
}

std::u16string Arguments::Utf16(size_t index, const char* name)
{
    if (!m_runtime.IsString(At(index)))
    {
        Mismatch(name, "a string");
    }
    return m_runtime.ToString(At(index), kMaximumUnits);
}

std::string Arguments::Utf8(size_t index, const char* name)
{
    if (!m_runtime.IsString(At(index)))
    {
        Mismatch(name, "a string");
    }
    return m_runtime.ToUtf8(At(index), kMaximumUnits);
}

std::span<const uint8_t> Arguments::Bytes(size_t index, const char* name)
{
    if (TagOf(At(index)) != Tag::Object)
    {
        Mismatch(name, "a Uint8Array");
    }
    return m_runtime.ToBytes(At(index), kMaximumUnits);
}

Value Arguments::Result()
{
    return Runtime::Undefined();
}

Value Arguments::Result(int32_t value)
{
    return m_runtime.Int32(value);
}

Value Arguments::Result(bool value)
{
    return m_runtime.Boolean(value);
}

Value Arguments::Result(std::u16string_view text)
{
    return m_runtime.String(text);
}

Value Arguments::Result(std::span<const uint8_t> bytes)
{
    return m_runtime.Bytes(bytes);
}

RawValue Arguments::At(size_t index) const noexcept
{
    return index < m_values.size() ? m_values[index] : MakeRaw(Tag::Undefined);
}

void Arguments::Mismatch(const char* name, const char* expected)
{
    m_runtime.ThrowTypeError(std::string(name) + " must be " + expected);
}

} // namespace engine
