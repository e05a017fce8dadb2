// JavaScript values as the host sees them: owned (Value) or borrowed for the length of a call (RawValue).
#pragma once
#include <bit>
#include <cstdint>
#include <utility>

namespace engine {

class Runtime;

// QuickJS's JSValue on a 32-bit machine: the tag in the upper half, or a float64 whose offset keeps it apart from the
// tags.
using RawValue = uint64_t;

enum class Tag : int32_t
{
    First = -9,
    String = -7,
    StringRope = -6,
    Object = -1,
    Int32 = 0,
    Boolean = 1,
    Null = 2,
    Undefined = 3,
    Exception = 6,
    ShortBigInt = 7,
};

constexpr RawValue MakeRaw(Tag tag, uint32_t payload = 0) noexcept
{
    return (uint64_t{static_cast<uint32_t>(tag)} << 32) | payload;
}

// A float64. All NaNs are one, whose bits are no tag.
constexpr RawValue MakeRaw(double value) noexcept
{
    constexpr uint64_t kNan = 0x7FF8'0000'0000'0000;
    constexpr auto kGap = static_cast<uint32_t>(0x7FF80000 - static_cast<int32_t>(Tag::First) + 1);
    return (value == value ? std::bit_cast<uint64_t>(value) : kNan) - (uint64_t{kGap} << 32);
}

constexpr Tag TagOf(RawValue value) noexcept
{
    return static_cast<Tag>(value >> 32);
}

// Owns one reference. Must not outlive its Runtime.
class Value
{
public:
    Value() noexcept = default;
    Value(Runtime& runtime, RawValue owned) noexcept : m_runtime(&runtime), m_raw(owned) {}
    Value(Value&& other) noexcept :
        m_runtime(std::exchange(other.m_runtime, nullptr)), m_raw(std::exchange(other.m_raw, MakeRaw(Tag::Undefined)))
    {}
    Value& operator=(Value&& other) noexcept
    {
        std::swap(m_runtime, other.m_runtime);
        std::swap(m_raw, other.m_raw);
        return *this;
    }
    Value(const Value&) = delete;
    Value& operator=(const Value&) = delete;
    ~Value();

    RawValue Raw() const noexcept
    {
        return m_raw;
    }

    // Passes the reference to the caller.
    RawValue Release() noexcept
    {
        m_runtime = nullptr;
        return std::exchange(m_raw, MakeRaw(Tag::Undefined));
    }

    bool Is(Tag tag) const noexcept
    {
        return TagOf(m_raw) == tag;
    }

private:
    Runtime* m_runtime = nullptr;
    RawValue m_raw = MakeRaw(Tag::Undefined);
};

} // namespace engine
