#include "plugin/argument_list.h"
#include "win32/text.h"
#include <string_view>

namespace {

std::u16string_view AsUtf16(std::wstring_view text) noexcept
{
    return {reinterpret_cast<const char16_t*>(text.data()), text.size()};
}

} // namespace

void ArgumentList::Uint32(uint32_t value)
{
    m_values.push_back(m_runtime.Number(value));
}

void ArgumentList::Uint64(uint64_t value)
{
    m_values.push_back(m_runtime.BigUint64(value));
}

void ArgumentList::WideString(const wchar_t* text)
{
    const bool empty = text == nullptr || *text == L'\0';
    m_values.push_back(empty ? m_runtime.Null() : m_runtime.String(AsUtf16(text)));
}

void ArgumentList::Guid(const GUID& guid)
{
    m_values.push_back(m_runtime.String(AsUtf16(win32::GuidToText(guid))));
}

void ArgumentList::Sid(void* sid)
{
    WideString(win32::SidToText(sid).c_str());
}

void ArgumentList::Absent()
{
    m_values.push_back(engine::Runtime::Undefined());
}

std::vector<engine::RawValue> ArgumentList::Raw() const
{
    std::vector<engine::RawValue> raw;
    raw.reserve(m_values.size());
    for (const auto& value : m_values)
    {
        raw.push_back(value.Raw());
    }
    return raw;
}
