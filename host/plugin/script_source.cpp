// Evaluates the script's text, and finds the place of an error in it that the engine does not place.
#include "plugin/script.h"
#include <algorithm>

// What is thrown at once, and not by a promise, is a syntax error.
engine::Value Script::EvaluateModule()
try
{
    return m_runtime.EvaluateModule(Source(), m_files.scriptFile.c_str());
}
catch (const engine::ScriptError& error)
{
    Failure failure = Describe("loading", error);
    const std::string place = failure.location.empty() && !m_runtime.Spent() ? FindSyntaxError() : std::string();
    if (!place.empty())
    {
        failure.message.replace(0, m_files.scriptFile.size(), place);
        failure.location = place;
        failure.stack += "\n    at " + place;
    }
    throw FailureError(std::move(failure));
}

// The engine gives errors in literals of regular expressions no place. It reads a script up to its first error: the
// shortest beginning of the script that has one without a place ends with the literal. Empty if there is no such error,
// or if that takes too long.
std::string Script::FindSyntaxError()
{
    if (!HasErrorWithoutPlace(Source()))
    {
        // It is no error of the syntax: an import, which is looked up behind the last line.
        return {};
    }
    const auto start = engine::Clock::now();
    size_t before = 0;
    size_t end = Source().size();
    while (end - before > 1)
    {
        const auto now = engine::Clock::now();
        if (now - start > m_runtime.Time().End() - now)
        {
            return {};
        }
        const size_t middle = before + (end - before) / 2;
        (HasErrorWithoutPlace(Source().substr(0, middle)) ? end : before) = middle;
    }
    const auto text = Source().substr(0, before);
    const auto line = std::ranges::count(text, '\n') + 1;
    const size_t column = text.size() - (text.rfind('\n') + 1) + 1;
    return m_files.scriptFile + ":" + std::to_string(line) + ":" + std::to_string(column);
}

bool Script::HasErrorWithoutPlace(std::string_view source)
try
{
    // The bracket is an error of its own, so that nothing of the script is ever run.
    m_runtime.EvaluateModule(std::string(source) + "\n)", m_files.scriptFile.c_str());
    return false;
}
catch (const engine::ScriptError& error)
{
    return Read(error.Thrown()).location.empty();
}
