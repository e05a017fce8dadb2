// A JavaScript engine for one case of test262, in the DLL's sandbox. Makes exactly the calls, in the same order, that
// scripts/test262/node-engine.ts makes: both must end with the same memory. So nothing is freed.
#pragma once
#include "engine/sandbox.h"
#include <chrono>
#include <initializer_list>
#include <string>
#include <string_view>

// JavaScript threw this JSValue.
struct Thrown
{
    uint64_t value;
};

class Machine final : private engine::SandboxHost
{
public:
    enum class Source : u32
    {
        Script = 0,
        Module = 1,
    };

    // `time`: how long JavaScript may run. Throws engine::Trap or std::bad_alloc.
    explicit Machine(std::chrono::milliseconds time);

    // These throw Thrown and engine::Trap. A module's value is a promise.
    uint64_t Evaluate(std::string_view source, std::string_view file, Source kind);
    uint64_t Call(uint64_t function, std::initializer_list<uint64_t> arguments);
    void RunJobs();

    // The text of a value; lone surrogates in the three bytes that UTF-8 would have for them.
    std::string Text(uint64_t value);

    // Throws the reason if the promise was rejected. False while it is pending.
    bool Settled(uint64_t promise);

    // The prelude's function for everything that needs the engine's own interface.
    uint64_t Native();

    bool TimedOut() const noexcept
    {
        return m_timedOut;
    }

    // The output of the test, and of the engine.
    const std::string& Printed() const noexcept
    {
        return m_printed;
    }
    const std::string& Diagnostics() const noexcept
    {
        return m_diagnostics;
    }

    // "<bytes>:<CRC-32>" of the whole linear memory after a garbage collection.
    std::string Fingerprint();

private:
    uint64_t OnHostFunction(uint64_t self, std::span<const uint64_t> arguments, int32_t magic) override;
    bool OnInterrupt() noexcept override;
    void OnPromiseRejection(uint64_t, uint64_t, bool) override {}
    void OnDiagnostic(std::string_view text) noexcept override;

    u32 Put(std::string_view text);
    uint64_t Checked(uint64_t value);
    u32 CString(uint64_t value);

    engine::Sandbox m_sandbox;
    std::chrono::steady_clock::time_point m_end;
    u32 m_context = 0;
    u32 m_runtime = 0;
    bool m_timedOut = false;
    std::string m_printed;
    std::string m_diagnostics;
};
