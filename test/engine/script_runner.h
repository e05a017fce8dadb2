// Runs a piece of JavaScript in a Runtime of its own and returns how it ended, as a short text.
#pragma once
#include "engine/arguments.h"
#include "engine/platform.h"
#include "engine/runtime.h"
#include <exception>
#include <functional>
#include <string>
#include <thread>

struct RunOptions
{
    engine::TimeLimits time{std::chrono::milliseconds(300), std::chrono::seconds(10)};
    size_t memory = 64 * 1024 * 1024;
    // The work of the script's global function `native`.
    std::function<engine::Value(engine::Runtime&, engine::Arguments&)> native{};
    // The memory that it starts in, if not by itself.
    const engine::MemoryImage* image = nullptr;
};

class ScriptRunner final : private engine::RuntimeHost
{
public:
    explicit ScriptRunner(RunOptions options = {}) :
        m_options(std::move(options)), m_runtime(*this, m_options.memory, m_options.image)
    {
        const engine::Runtime::Entry entry(m_runtime, m_options.time);
        const engine::Value global = m_runtime.EvaluateScript("globalThis", "setup.js");
        m_runtime.Set(global, "native", m_runtime.NativeFunction("native", 0, 0));
    }

    // "= 42", "! RangeError: ...", "timeout", "trap: ...".
    std::string Run(std::string_view source)
    {
        const engine::Runtime::Entry entry(m_runtime, m_options.time);
        try
        {
            const engine::Value value = m_runtime.EvaluateScript(source, "test.js");
            m_runtime.RunJobs();
            return "= " + m_runtime.ToUtf8(value.Raw());
        }
        catch (const engine::ScriptError& error)
        {
            return m_runtime.TimedOut() ? "timeout" : "! " + m_runtime.ToUtf8(error.Thrown().Raw());
        }
        catch (const engine::Trap& trap)
        {
            return m_runtime.TimedOut() ? "timeout" : std::string("trap: ") + trap.what();
        }
    }

    engine::Runtime& Get() noexcept
    {
        return m_runtime;
    }

private:
    engine::Value OnNativeCall(int32_t, engine::Arguments& arguments) override
    {
        return m_options.native ? m_options.native(m_runtime, arguments) : engine::Runtime::Undefined();
    }

    void OnDiagnostic(std::string_view) noexcept override {}

    RunOptions m_options;
    engine::Runtime m_runtime;
};

inline std::string RunScript(std::string_view source, RunOptions options = {})
{
    return ScriptRunner(std::move(options)).Run(source);
}

// Runs a function on a thread with a stack of exactly this size.
inline void OnStackOf(size_t bytes, std::function<void()> function)
{
    std::exception_ptr error;
    const auto body = [&] {
        try
        {
            function();
        }
        catch (...)
        {
            error = std::current_exception();
        }
    };
    RunOnStackOf(bytes, body);
    if (error)
    {
        std::rethrow_exception(error);
    }
}
