// Evaluates the script's text, and locates an error that the engine reports without a place.
#include "plugin/script.h"
#include <algorithm>

// An error thrown at once, not through a promise, is a syntax error.
engine::Value Script::EvaluateModule()
try
{
    const Bytecode compiled = Compiled();
    return compiled == nullptr ? m_runtime.EvaluateModule(Source(), m_files.scriptFile.c_str())
                               : m_runtime.EvaluateBytecode(*compiled);
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

// The script's bytecode. All instances but the first load it, in a third of the time that the text takes; the second
// one makes it, before anything of its session is in the engine. Null for a script that no instance has been made from.
Bytecode Script::Compiled()
{
    // Compiling takes several times the text's size in the engine's memory.
    constexpr size_t kMaximumText = 1024 * 1024;
    Sources& sources = m_plugin.sources;
    const SnapshotPointer proven = sources.Proven();
    if (proven == nullptr || proven->script != m_source->script || Source().size() > kMaximumText)
    {
        return nullptr;
    }
    Bytecode compiled = sources.Compiled(m_source);
    if (compiled == nullptr)
    {
        compiled = std::make_shared<const std::vector<uint8_t>>(
            m_runtime.CompileModule(Source(), m_files.scriptFile.c_str()));
        sources.KeepCompiled(m_source, compiled);
    }
    return compiled;
}

// The engine gives errors in regular expression literals no place. It reads a script up to its first error: the
// shortest beginning of the script that has an error without a place ends with the literal. Empty if there is no such
// error, or if the search takes too long.
std::string Script::FindSyntaxError()
{
    if (!HasErrorWithoutPlace(Source()))
    {
        // Not a syntax error: an import, which the engine looks up after the last line.
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
    // The bracket is an error of its own, so no part of the script ever runs.
    m_runtime.EvaluateModule(std::string(source) + "\n)", m_files.scriptFile.c_str());
    return false;
}
catch (const engine::ScriptError& error)
{
    return Read(error.Thrown()).location.empty();
}
