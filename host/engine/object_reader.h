// Reads the members of an object that the runtime has made, each as its expected type. Throws ScriptError and Trap.
#pragma once
#include "engine/runtime.h"
#include <concepts>
#include <cstddef>
#include <string>
#include <utility>

namespace engine {

class ObjectReader
{
public:
    ObjectReader(Runtime& runtime, Value object) noexcept : m_runtime(runtime), m_object(std::move(object)) {}

    std::u16string Utf16(const char* name) const
    {
        return m_runtime.ToString(Get(name).Raw());
    }

    std::string Utf8(const char* name) const
    {
        return m_runtime.ToUtf8(Get(name).Raw());
    }

    bool Boolean(const char* name) const
    {
        return m_runtime.ToBoolean(Get(name).Raw());
    }

    // A number out of the range becomes the nearest one in it.
    template <std::integral Type>
    Type Integer(const char* name, Type lowest, Type highest) const
    {
        return m_runtime.ToNumber(Get(name).Raw()).Within(lowest, highest);
    }

    // The enumerator with this name; `names` is in the enumerators' order. The fallback if no name matches.
    template <class Enum, size_t Count>
    Enum Choice(const char* name, const char* const (&names)[Count], Enum fallback) const
    {
        const std::string text = Utf8(name);
        for (size_t i = 0; i < Count; i++)
        {
            if (text == names[i])
            {
                return static_cast<Enum>(i);
            }
        }
        return fallback;
    }

    ObjectReader Object(const char* name) const
    {
        return {m_runtime, Get(name)};
    }

private:
    Value Get(const char* name) const
    {
        return m_runtime.Get(m_object, name);
    }

    Runtime& m_runtime;
    Value m_object;
};

} // namespace engine
