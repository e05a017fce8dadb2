#include "engine/arguments.h"
#include "text/utf.h"
#include <cmath>
#include <limits>

namespace engine {

namespace {

// What is copied out of the sandbox for a native is no part of the script's memory, and nothing can interrupt it.
constexpr size_t kMaximumUnits = 4 * 1024 * 1024;

} // namespace

uint32_t Arguments::Uint32(size_t index, const char* name)
{
    return static_cast<uint32_t>(Integer(index, name, 0, std::numeric_limits<uint32_t>::max()));
}

int32_t Arguments::Int32(size_t index, const char* name)
{
    using Limits = std::numeric_limits<int32_t>;
    return static_cast<int32_t>(Integer(index, name, Limits::min(), Limits::max()));
}

double Arguments::Double(size_t index, const char* name)
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

std::vector<uint8_t> Arguments::Bytes(size_t index, const char* name)
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

double Arguments::Integer(size_t index, const char* name, double lowest, double highest)
{
    const double value = Double(index, name);
    if (value != std::trunc(value) || !(value >= lowest && value <= highest))
    {
        Mismatch(name, "an integer in its range");
    }
    return value;
}

void Arguments::Mismatch(const char* name, const char* expected)
{
    m_runtime.ThrowTypeError(std::string(name) + " must be " + expected);
}

} // namespace engine
