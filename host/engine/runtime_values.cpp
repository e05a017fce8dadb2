// Making and reading JavaScript values.
#include "engine/guest_block.h"
#include "engine/runtime.h"
#include "text/utf.h"
#include <algorithm>
#include <bit>

namespace engine {

namespace {

// QuickJS's JS_CFUNC_generic_magic.
constexpr u32 kCFunctionGenericMagic = 1;

constexpr std::string_view kTooLong = "the value is too large for one call";

} // namespace

// The engine is not needed for it. Like the engine it keeps whole numbers as such, but for negative zero.
Value Runtime::Number(double value) noexcept
{
    const bool mayBeInt32 = value >= INT32_MIN && value <= INT32_MAX;
    const int32_t integer = mayBeInt32 ? static_cast<int32_t>(value) : 0;
    if (std::bit_cast<uint64_t>(static_cast<double>(integer)) == std::bit_cast<uint64_t>(value))
    {
        return Int32(integer);
    }
    return {*this, MakeRaw(value)};
}

Value Runtime::BigUint64(uint64_t value)
{
    return Checked(m_sandbox.Call<Z_quickjsZ_JS_NewBigUint64>(m_context, value));
}

Value Runtime::String(std::u16string_view text)
{
    // Most strings are short; the engine's stack saves them an allocation.
    constexpr size_t kShort = 512;
    const auto bytes = std::as_bytes(std::span(text));
    const auto length = static_cast<u32>(text.size());
    if (text.size() <= kShort)
    {
        StackBlock block(m_sandbox, bytes.size());
        m_sandbox.Write(block.Address(), bytes);
        return Checked(m_sandbox.Call<Z_quickjsZ_JS_NewStringUTF16>(m_context, block.Address(), length));
    }
    HeapBlock block(m_sandbox, bytes);
    return Checked(m_sandbox.Call<Z_quickjsZ_JS_NewStringUTF16>(m_context, block.Address(), length));
}

Value Runtime::StringFromUtf8(std::string_view text)
{
    HeapBlock block(m_sandbox, std::as_bytes(std::span(text)));
    return Checked(
        m_sandbox.Call<Z_quickjsZ_JS_NewStringLen>(m_context, block.Address(), static_cast<u32>(text.size())));
}

// Copied only once: the array owns the memory.
Value Runtime::Bytes(std::span<const uint8_t> bytes)
{
    const auto size = static_cast<u32>(bytes.size());
    const u32 content = m_sandbox.Call<Z_quickjsZ_js_malloc_rt>(m_runtime, std::max(size, 1u));
    if (content == 0)
    {
        throw std::bad_alloc();
    }
    m_sandbox.Write(content, std::as_bytes(bytes));
    return Checked(m_sandbox.Call<Z_quickjsZ_JS_NewUint8Array>(
        m_context, content, size, m_sandbox.ReallocateContentIndex(), 0u, 0u));
}

Value Runtime::Object()
{
    return Checked(m_sandbox.Call<Z_quickjsZ_JS_NewObject>(m_context));
}

Value Runtime::NativeFunction(const char* name, int32_t length, int32_t id)
{
    HeapBlock nameBlock(m_sandbox, std::as_bytes(std::span(std::string_view(name))));
    return Checked(m_sandbox.Call<Z_quickjsZ_JS_NewCFunction2>(
        m_context,
        m_sandbox.HostFunctionIndex(),
        nameBlock.Address(),
        static_cast<u32>(length),
        kCFunctionGenericMagic,
        static_cast<u32>(id)));
}

Value Runtime::Duplicate(RawValue value)
{
    return {*this, m_sandbox.Call<Z_quickjsZ_JS_DupValue>(m_context, value)};
}

bool Runtime::IsNumber(RawValue value) const noexcept
{
    // Every bit pattern that is not a tag is a float64.
    return TagOf(value) == Tag::Int32 || TagOf(value) > Tag::ShortBigInt || TagOf(value) < Tag::First;
}

bool Runtime::IsString(RawValue value) const noexcept
{
    return TagOf(value) == Tag::String || TagOf(value) == Tag::StringRope;
}

UncheckedNumber Runtime::ToNumber(RawValue value)
{
    if (TagOf(value) == Tag::Int32)
    {
        return UncheckedNumber(static_cast<int32_t>(value));
    }
    StackBlock result(m_sandbox, sizeof(double));
    if (m_sandbox.Call<Z_quickjsZ_JS_ToFloat64>(m_context, result.Address(), value) != 0)
    {
        Checked(MakeRaw(Tag::Exception));
    }
    return UncheckedNumber(m_sandbox.Read<double>(result.Address()));
}

bool Runtime::ToBoolean(RawValue value)
{
    return m_sandbox.Call<Z_quickjsZ_JS_ToBool>(m_context, value) == 1;
}

std::u16string Runtime::ToString(RawValue value, size_t maximum)
{
    StackBlock length(m_sandbox, sizeof(uint32_t));
    const uint32_t address = m_sandbox.Call<Z_quickjsZ_JS_ToCStringLenUTF16>(m_context, length.Address(), value);
    if (address == 0)
    {
        Checked(MakeRaw(Tag::Exception));
    }
    const uint32_t units = std::min(m_sandbox.Read<uint32_t>(length.Address()), m_sandbox.MemorySize() / 2);
    std::u16string text(units > maximum ? 0 : units, u'\0');
    m_sandbox.Read(address, std::as_writable_bytes(std::span(text)));
    m_sandbox.Call<Z_quickjsZ_JS_FreeCStringUTF16>(m_context, address);
    if (units > maximum)
    {
        ThrowTypeError(kTooLong);
    }
    return text;
}

std::string Runtime::ToUtf8(RawValue value, size_t maximum)
{
    return text::Utf16ToUtf8(ToString(value, maximum));
}

std::span<const uint8_t> Runtime::ToBytes(RawValue uint8Array, size_t maximum)
{
    StackBlock size(m_sandbox, sizeof(uint32_t));
    const uint32_t address = m_sandbox.Call<Z_quickjsZ_JS_GetUint8Array>(m_context, size.Address(), uint8Array);
    if (address == 0)
    {
        // Null also for an empty array; an exception is pending only if the value is of another kind.
        if (m_sandbox.Call<Z_quickjsZ_JS_HasException>(m_context) != 0)
        {
            Checked(MakeRaw(Tag::Exception));
        }
        return {};
    }
    const uint32_t count = m_sandbox.Read<uint32_t>(size.Address());
    if (count > maximum)
    {
        ThrowTypeError(kTooLong);
    }
    const std::span<const std::byte> content = m_sandbox.Room(address, count);
    return {reinterpret_cast<const uint8_t*>(content.data()), content.size()};
}

Value Runtime::Get(const Value& object, const char* property)
{
    HeapBlock name(m_sandbox, std::as_bytes(std::span(std::string_view(property))));
    return Checked(m_sandbox.Call<Z_quickjsZ_JS_GetPropertyStr>(m_context, object.Raw(), name.Address()));
}

void Runtime::Set(const Value& object, const char* property, Value value)
{
    HeapBlock name(m_sandbox, std::as_bytes(std::span(std::string_view(property))));
    // Takes the reference, also if it fails.
    const auto result = m_sandbox.Call<Z_quickjsZ_JS_SetPropertyStr>(
        m_context, object.Raw(), name.Address(), value.Release());
    if (static_cast<int32_t>(result) < 0)
    {
        Checked(MakeRaw(Tag::Exception));
    }
}

} // namespace engine
