// One instance of the engine's WebAssembly module: its memory, the thread that runs in it, and how it ends. Knows
// nothing about JavaScript; see runtime.h. One thread at a time; Revoke() is for the watchdog's thread.
#pragma once
#include "engine/engine_input.h"
#include "engine/fault_handler.h"
#include "engine/linear_memory.h"
#include "engine/memory_image.h"
#include "engine/trap.h"
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

extern "C" {
#include "quickjs.h"
}

namespace engine {

class Sandbox;

// Implements the module's imports. Runtime derives from it; a Trap that it throws ends the sandbox.
class SandboxHost
{
public:
    // The host function behind every native JavaScript function. Arguments and result are JSValues.
    virtual uint64_t OnHostFunction(uint64_t self, std::span<const uint64_t> arguments, int32_t magic) = 0;

    // Polled by the interpreter every few thousand operations; true ends the script.
    virtual bool OnInterrupt() noexcept = 0;

    // A promise was rejected without a handler, or (`handled`) such a promise got one later.
    virtual void OnPromiseRejection(uint64_t promise, uint64_t reason, bool handled) = 0;

    // Text that the engine prints on its standard output and error: diagnostics of failed assertions. Valid UTF-8.
    virtual void OnDiagnostic(std::string_view text) noexcept = 0;

    // What the engine has asked of the machine, and got.
    virtual void OnInput(const EngineInput&) noexcept {}

protected:
    ~SandboxHost() = default;
};

} // namespace engine

// The generated code refers to these two by name only.
struct Z_env_instance_t
{
    engine::Sandbox* sandbox;
};
struct Z_wasi_snapshot_preview1_instance_t
{
    engine::Sandbox* sandbox;
};

namespace engine {

class Sandbox
{
public:
    static constexpr size_t kPageSize = 65536;

    // What functions of the engine that do not look at its stack limit use beyond it, with a wide margin: 5 KB were
    // seen.
    static constexpr size_t kStackMargin = 128 * 1024;

    // `memoryLimit` in bytes, rounded up to whole pages. The module starts by itself, or in the memory of an image, if
    // there is one. Throws std::bad_alloc or Trap.
    Sandbox(SandboxHost& host, size_t memoryLimit, const MemoryImage* image);
    ~Sandbox();
    Sandbox(const Sandbox&) = delete;
    Sandbox& operator=(const Sandbox&) = delete;

    // Runs an export of the module, for example Call<Z_quickjsZ_JS_FreeValue>(context, value). Throws Trap.
    template <auto Export, class... Arguments>
    auto Call(Arguments... arguments)
    {
        EnterEngine();
        // An exception through the engine's frames leaves its heap and stack in an unknown state.
        struct Exit
        {
            Sandbox& sandbox;
            bool returned = false;
            ~Exit()
            {
                sandbox.LeaveEngine(!returned);
            }
        } exit{*this};
        using Result = decltype(Export(&m_instance, arguments...));
        if constexpr (std::is_void_v<Result>)
        {
            Guarded([&] { Export(&m_instance, arguments...); });
            exit.returned = true;
        }
        else
        {
            Result result{};
            Guarded([&] { result = Export(&m_instance, arguments...); });
            exit.returned = true;
            return result;
        }
    }

    // The same for destructors: does nothing in a spent sandbox, and a trap makes the sandbox spent for the next
    // caller.
    template <auto Export, class... Arguments>
    void CallNoThrow(Arguments... arguments) noexcept
    {
        if (Spent())
        {
            return;
        }
        try
        {
            Call<Export>(arguments...);
        }
        catch (...)
        {
            // A trap, or an exception of host code for lack of memory. Call has marked the sandbox as spent.
        }
    }

    // For imports: runs host code, then returns to the engine. An exception makes the sandbox spent.
    template <class Function>
    auto CallHost(Function&& function)
    {
        CommitHostStack();
        LeaveEngine(false);
        ThrowIfSpent();
        if constexpr (std::is_void_v<decltype(function())>)
        {
            function();
            EnterEngine();
        }
        else
        {
            auto result = function();
            EnterEngine();
            return result;
        }
    }

    // Copies to and from linear memory. An address or size that leads out of it is the engine's fault: Trap.
    void Read(uint32_t address, std::span<std::byte> to);
    void Write(uint32_t address, std::span<const std::byte> from);

    template <class T>
    T Read(uint32_t address)
    {
        static_assert(std::is_trivially_copyable_v<T>);
        T value;
        Read(address, std::as_writable_bytes(std::span(&value, 1)));
        return value;
    }

    template <class T>
    void Write(uint32_t address, const T& value)
    {
        static_assert(std::is_trivially_copyable_v<T>);
        Write(address, std::as_bytes(std::span(&value, 1)));
    }

    // A part of linear memory for host code to read or write in place, until the engine is entered again.
    std::span<std::byte> Room(uint32_t address, size_t size);

    // Ends at once whatever the engine is doing. Safe from any thread. Calls `stillWanted` when the engine can no
    // longer leave; if that returns false, nothing changes. Returns whether the memory was revoked.
    template <class Predicate>
    bool Revoke(Predicate&& stillWanted) noexcept
    {
        State expected = State::Engine;
        if (!m_state.compare_exchange_strong(expected, State::Revoking))
        {
            return false;
        }
        const bool revoke = stillWanted();
        if (revoke)
        {
            m_revoked = true;
            m_memory.Revoke();
        }
        m_state = State::Engine;
        return revoke;
    }

    // From now on nothing runs: the references that the host still has are freed with the memory.
    void GiveUp() noexcept
    {
        m_state = State::Spent;
    }

    // True after a trap has ended the sandbox: it can only be destroyed.
    bool Spent() const noexcept
    {
        return m_state == State::Spent;
    }

    // True after the watchdog has ended the sandbox; the trap that follows is its doing.
    bool Revoked() const noexcept
    {
        return m_revoked;
    }

    // True after the engine was refused memory.
    bool MemoryExhausted() const noexcept
    {
        return m_memoryExhausted;
    }

    // Bytes of linear memory in use by the instance.
    uint32_t MemorySize() const noexcept
    {
        return m_instance.w2c_memory.size;
    }

    void SetMemoryLimit(size_t bytes) noexcept;

    // Of linear memory. Below it lies the part of the stack that no script has needed; every access there faults.
    uint32_t MemoryStart() const noexcept
    {
        return static_cast<uint32_t>(m_memory.Start());
    }

    // Makes room for a stack of `size` bytes, rounded up to whole pages. If the system has no memory left, an engine
    // that needs more faults.
    void CommitStack(size_t size) noexcept;

    // The stack inside linear memory; it grows down, and nothing lies below it.
    uint32_t& StackPointer() noexcept
    {
        return m_instance.w2c___stack_pointer;
    }

    // The index of the entry point of host functions in the module's function table.
    uint32_t HostFunctionIndex() const noexcept
    {
        return m_instance.w2c___indirect_function_table.size - 1;
    }

    // The index of the function that resizes and frees an ArrayBuffer's content, allocated by js_malloc_rt.
    uint32_t ReallocateContentIndex() const noexcept
    {
        return m_instance.w2c___indirect_function_table.size - 2;
    }

    // How many host functions are in the table.
    static constexpr uint32_t kHostFunctions = 2;

    SandboxHost& Host() noexcept
    {
        return m_host;
    }

    // The sandbox that owns an instance's memory; for the generated code's run-time support.
    static Sandbox& Of(wasm_rt_memory_t* memory) noexcept;

    void AllocateMemory(wasm_rt_memory_t& memory, uint32_t pages);
    uint32_t GrowMemory(wasm_rt_memory_t& memory, uint32_t delta) noexcept;

private:
    enum class State : uint32_t
    {
        Host,
        Engine,
        Revoking,
        Spent,
    };

    template <class Function>
    static void Guarded(Function&& function)
    {
        CallGuarded([](void* self) { (*static_cast<std::remove_reference_t<Function>*>(self))(); }, &function);
    }

    void CopyIn(const MemoryImage& image);
    size_t StackStart(size_t size) const noexcept;
    void EnterEngine();
    void LeaveEngine(bool spent) noexcept;
    void ThrowIfSpent() const;
    void CheckRange(uint32_t address, size_t size) const;

    SandboxHost& m_host;
    LinearMemory m_memory;
    FaultClaim m_claim;
    Z_quickjs_instance_t m_instance{};
    Z_env_instance_t m_env{this};
    Z_wasi_snapshot_preview1_instance_t m_wasi{this};
    uint32_t m_maximumPages = 0;
    uint32_t m_stackTop = 0;
    bool m_memoryExhausted = false;
    std::atomic<bool> m_revoked{false};
    std::atomic<State> m_state{State::Host};
};

} // namespace engine
