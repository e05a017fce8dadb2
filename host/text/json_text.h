// Text in JSON's form.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace text {

// Appends UTF-8 text in quotation marks; escapes what JSON does not allow in them.
void AppendJsonText(std::string& json, std::string_view text);

// The same of UTF-16. Lone surrogates become escapes: nothing is lost.
void AppendJsonText(std::string& json, std::u16string_view text);

// A value as JSON has it.
struct Json
{
    std::string text;
};

// A JSON object on a line of its own.
class JsonLine
{
public:
    void Add(const char* name, std::string_view value);
    void Add(const char* name, int64_t value);
    void Add(const char* name, bool value);
    void Add(const char* name, const Json& value);
    // What is absent is left out.
    template <class Value>
    void Add(const char* name, const std::optional<Value>& value)
    {
        if (value)
        {
            Add(name, *value);
        }
    }

    // With a line feed.
    std::string End() &&;

private:
    void AddName(const char* name);

    std::string m_text;
};

} // namespace text
