#pragma once
#include "engine/sandbox.h"
#include "engine/value.h"
#include "engine/watchdog.h"
#include <chrono>
#include <functional>
#include <optional>
#include <random>
#include <string>
#include <string_view>

// A sandbox with QuickJS started in it, below the Runtime's protections.
class RawEngine final : private engine::SandboxHost
{
public:
    static constexpr size_t kMemory = 64 * 1024 * 1024;

    explicit RawEngine(const engine::MemoryImage* image = nullptr) : sandbox(*this, kMemory, image)
    {
        if (image == nullptr)
        {
            sandbox.Call<Z_quickjsZ_qjs_init>();
        }
        m_context = sandbox.Call<Z_quickjsZ_qjs_get_context_ptr>();
    }

    // Evaluates a script in which `native()` calls `onNative`.
    u64 Run(std::string_view source, std::function<void()> onNative = {})
    {
        m_onNative = std::move(onNative);
        const u32 name = Put("native");
        const u64 native = sandbox.Call<Z_quickjsZ_JS_NewCFunction2>(
            m_context, sandbox.HostFunctionIndex(), name, u32{0}, u32{1}, u32{0});
        const u64 global = sandbox.Call<Z_quickjsZ_JS_GetGlobalObject>(m_context);
        sandbox.Call<Z_quickjsZ_JS_SetPropertyStr>(m_context, global, name, native);
        const u32 text = Put(source);
        m_watchdog.Arm(engine::Clock::now() + kTime);
        return sandbox.Call<Z_quickjsZ_JS_Eval>(m_context, text, static_cast<u32>(source.size()), name, u32{0});
    }

    u32 Put(std::string_view text)
    {
        const u32 address = sandbox.Call<Z_quickjsZ_wasm_malloc>(static_cast<u32>(text.size() + 1));
        sandbox.Write(address, std::as_bytes(std::span(text)));
        sandbox.Write(address + static_cast<u32>(text.size()), char{0});
        return address;
    }

    // Overwrites `count` places of the heap at random.
    void Corrupt(std::mt19937& random, int count)
    {
        constexpr u32 kHeap = 0x120000;
        std::uniform_int_distribution<u32> place(kHeap, sandbox.MemorySize() - 4);
        for (int i = 0; i < count; i++)
        {
            sandbox.Write(place(random), static_cast<uint32_t>(random()));
        }
    }

    engine::Sandbox sandbox;
    std::string diagnostic;

private:
    uint64_t OnHostFunction(uint64_t, std::span<const uint64_t>, int32_t) override
    {
        m_onNative();
        return engine::MakeRaw(engine::Tag::Undefined);
    }
    bool OnInterrupt() noexcept override
    {
        return false;
    }
    void OnPromiseRejection(uint64_t, uint64_t, bool) override {}
    void OnDiagnostic(std::string_view text) noexcept override
    {
        diagnostic = text;
    }

    // A broken engine may run for ever.
    static constexpr std::chrono::milliseconds kTime{200};

    u32 m_context = 0;
    std::function<void()> m_onNative;
    engine::Watchdog m_watchdog{[this]() -> std::optional<engine::Clock::time_point> {
        const bool revoked = sandbox.Revoke([] { return true; });
        return revoked || sandbox.Spent() ? std::nullopt : std::optional(engine::Clock::now() + kTime / 10);
    }};
};
