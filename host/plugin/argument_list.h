// A hook's arguments as JavaScript values, in the order of the description in bindings/.
#pragma once
#include "engine/runtime.h"
#include "plugin/recording_values.h"
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
    // `recorded` gets the values, too; null if nothing is recorded.
    ArgumentList(engine::Runtime& runtime, SidText& sidText, recording::Values* recorded) :
        m_runtime(runtime), m_sidText(sidText), m_recorded(recorded)
    {}

    void Uint32(uint32_t value);
    void Uint64(uint64_t value);   // a bigint
    void WideString(LPCWSTR text); // null for a null or empty string
    void Guid(const GUID& guid);   // lower case text without braces
    void Sid(void* sid);           // SDDL text, or null
    void ContainerSession(uint32_t number);
    void NarrowString(LPCSTR text); // UTF-8; null for an empty string
    void Inspection(LPCSTR json);   // the same; contains an environment, which a recording may leave out
    void Absent();                  // undefined: the running WSL does not have this member

    std::vector<engine::RawValue> Raw() const;

private:
    void Text(std::u16string_view text);
    void Push(std::u16string_view text);
    template <class AddValue>
    void Record(AddValue&& addValue)
    {
        if (m_recorded != nullptr)
        {
            addValue(*m_recorded);
        }
    }

    engine::Runtime& m_runtime;
    SidText& m_sidText;
    recording::Values* m_recorded;
    std::vector<engine::Value> m_values;
};
