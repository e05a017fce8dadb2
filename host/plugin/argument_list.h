// A hook's arguments as JavaScript values, in the order of the description in bindings/.
#pragma once
#include "engine/runtime.h"
#include "win32/windows.h"
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// The text of the SID that was needed last: all hooks of a session have the same.
class SidText
{
public:
    const std::u16string& Of(PSID sid);

private:
    std::vector<std::byte> m_sid;
    std::u16string m_text;
};

class ArgumentList
{
public:
    ArgumentList(engine::Runtime& runtime, SidText& sidText) : m_runtime(runtime), m_sidText(sidText) {}

    void Uint32(uint32_t value);
    void Uint64(uint64_t value);   // a bigint
    void WideString(LPCWSTR text); // null for a null or empty string
    void Guid(const GUID& guid);   // lower case text without braces
    void Sid(void* sid);           // SDDL text, or null
    void ContainerSession(uint32_t number);
    void NarrowString(LPCSTR text); // UTF-8; null for an empty string
    void Absent();                  // undefined: the running WSL does not have this member

    std::vector<engine::RawValue> Raw() const;

private:
    void Text(std::u16string_view text);

    engine::Runtime& m_runtime;
    SidText& m_sidText;
    std::vector<engine::Value> m_values;
};
