#include "plugin/argument_list.h"
#include "plugin/session_id.h"
#include "text/utf.h"
#include "win32/account.h"
#include "win32/guid.h"
#include "win32/wide.h"
#include <utility>

const std::u16string& SidText::Of(PSID sid)
{
    std::vector<std::byte> bytes = win32::CopyOfSid(sid);
    if (bytes != m_sid)
    {
        m_text = win32::SidToText(sid);
        m_sid = std::move(bytes);
    }
    return m_text;
}

void ArgumentList::Uint32(uint32_t value)
{
    m_values.push_back(m_runtime.Number(value));
    Record([&](auto& values) { values.Add(value); });
}

void ArgumentList::Uint64(uint64_t value)
{
    m_values.push_back(m_runtime.BigUint64(value));
    Record([&](auto& values) { values.Add(value); });
}

void ArgumentList::WideString(LPCWSTR text)
{
    Text(text == nullptr ? std::u16string_view() : win32::AsUtf16(text));
}

void ArgumentList::Guid(const GUID& guid)
{
    Text(win32::GuidToText(guid));
}

void ArgumentList::Sid(void* sid)
{
    Text(m_sidText.Of(sid));
}

void ArgumentList::ContainerSession(uint32_t number)
{
    Text(text::Utf8ToUtf16(SessionId{number, SessionKind::Containers}.Text()));
}

void ArgumentList::NarrowString(LPCSTR text)
{
    Text(text::Utf8ToUtf16(text));
}

void ArgumentList::Inspection(LPCSTR json)
{
    Push(text::Utf8ToUtf16(json));
    Record([&](auto& values) { values.AddContent(std::string_view(json)); });
}

void ArgumentList::Absent()
{
    m_values.push_back(engine::Runtime::Undefined());
    Record([](auto& values) { values.AddAbsent(); });
}

void ArgumentList::Text(std::u16string_view text)
{
    Push(text);
    Record([&](auto& values) { text.empty() ? values.AddNull() : values.Add(text); });
}

void ArgumentList::Push(std::u16string_view text)
{
    m_values.push_back(text.empty() ? m_runtime.Null() : m_runtime.String(text));
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
