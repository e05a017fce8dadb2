// Describes a script's failures, and handles the native calls that the description needs.
#include "engine/arguments.h"
#include "generated/hresults.h"
#include "generated/natives.h"
#include "plugin/script.h"

Failure Script::Describe(std::string_view what, const engine::ScriptError& error)
{
    Failure failure = Read(error.Thrown());
    if (auto limit = DescribeLimit(what))
    {
        // The place is known if the script was stopped between two of its operations.
        if (!failure.location.empty())
        {
            limit->message = failure.location + ": " + limit->message;
            limit->location = std::move(failure.location);
            limit->stack = std::move(failure.stack);
        }
        return *std::move(limit);
    }
    return failure;
}

Failure Script::Describe(std::string_view what, const engine::Trap& trap) const
{
    if (auto limit = DescribeLimit(what))
    {
        return *std::move(limit);
    }
    return {E_UNEXPECTED, m_files.scriptFile + ": " + std::string(what) + ": " + trap.what(), {}, {}};
}

std::optional<Failure> Script::DescribeLimit(std::string_view what) const
{
    const std::string name(what);
    if (m_runtime.TimedOut())
    {
        return Failure{hresults::kErrorTimeout, name + " took longer than " + TimeLimit(), {}, {}};
    }
    if (m_runtime.MemoryExhausted())
    {
        return Failure{
            E_OUTOFMEMORY,
            name + " needs more memory than its limit of " + std::to_string(m_limits.memory) + " bytes",
            {},
            {}};
    }
    return std::nullopt;
}

// The name of the limit that was reached.
std::string Script::TimeLimit() const
{
    const auto text = [](std::chrono::milliseconds limit) { return std::to_string(limit.count()) + " ms"; };
    if (!m_runtime.Time().TotalEndsFirst())
    {
        return "its scriptTime of " + text(m_limits.scriptTime);
    }
    return m_clock.longest < m_limits.hookTime ? "the " + text(m_clock.longest) + " that WSL's lock allows"
                                               : "its hookTime of " + text(m_limits.hookTime);
}

Failure Script::Read(const engine::Value& thrown)
{
    ErrorDescription described = m_dispatch.DescribeError(thrown);
    return {
        .hresult = described.hresult,
        .message = std::move(described.message),
        .location = std::move(described.location),
        .stack = std::move(described.stack),
        .isOfSettings = described.isOfSettings,
        .policyKey = std::move(described.policyKey)};
}

engine::Value Script::OnNativeCall(int32_t id, engine::Arguments& arguments)
{
    // The number comes out of the sandbox: a broken engine may return any.
    if (id < 0 || static_cast<size_t>(id) >= std::size(natives::kNatives))
    {
        throw engine::Trap(engine::TrapKind::IndirectCall);
    }
    return natives::kNatives[id].trampoline(*this, arguments);
}

void Script::OnDiagnostic(std::string_view text) noexcept
{
    m_log.Write(LogLevel::Error, "engine", text);
}

void Script::OnInput(const engine::EngineInput& input) noexcept
{
    m_recorder.Note(input);
}

// What has ended the script from outside, as a recording names it.
std::optional<std::string_view> Script::EndedBy() const noexcept
{
    if (m_runtime.TimedOut())
    {
        return "time";
    }
    if (m_runtime.MemoryExhausted())
    {
        return "memory";
    }
    return m_runtime.Spent() ? std::optional<std::string_view>("engine") : std::nullopt;
}
