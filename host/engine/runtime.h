// A JavaScript runtime in its sandbox: values, evaluation, calls, native functions, jobs and time. Every entry into and
// exit from JavaScript is here. One thread at a time; calls may nest on that thread.
#pragma once
#include "engine/deadline.h"
#include "engine/sandbox.h"
#include "engine/unchecked_number.h"
#include "engine/value.h"
#include "engine/watchdog.h"
#include <exception>
#include <list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace engine {

class Arguments;

// JavaScript threw a value that it did not catch.
class ScriptError : public std::exception
{
public:
    explicit ScriptError(Value thrown) noexcept : m_thrown(std::make_shared<Value>(std::move(thrown))) {}

    const Value& Thrown() const noexcept
    {
        return *m_thrown;
    }

    const char* what() const noexcept override
    {
        return "a JavaScript exception";
    }

private:
    // Exceptions must be copyable; values are not. Hence the shared pointer.
    std::shared_ptr<Value> m_thrown;
};

// Receives what JavaScript asks of the host.
class RuntimeHost
{
public:
    // JavaScript called a native function made by Runtime::NativeFunction. May throw ScriptError and Trap.
    virtual Value OnNativeCall(int32_t id, Arguments& arguments) = 0;

    // Text that the engine prints when it is about to abort.
    virtual void OnDiagnostic(std::string_view text) noexcept = 0;

    // What the engine itself has asked of the machine, and got.
    virtual void OnInput(const EngineInput&) noexcept {}

protected:
    ~RuntimeHost() = default;
};

enum class PromiseState : uint32_t
{
    Pending = 0,
    Fulfilled = 1,
    Rejected = 2,
    NotAPromise = UINT32_MAX,
};

class Runtime final : private SandboxHost
{
public:
    // Throws std::bad_alloc or Trap. `memoryLimit` in bytes. QuickJS starts, or has started in the image, whose result
    // is the caller's.
    Runtime(RuntimeHost& host, size_t memoryLimit, const MemoryImage* image = nullptr);
    ~Runtime();

    // All JavaScript runs within an Entry. The outermost one starts the clock; inner ones (a hook that WSL calls while
    // the script waits for another call) run within its limits.
    class Entry
    {
    public:
        Entry(Runtime& runtime, const TimeLimits& limits) noexcept;
        ~Entry();
        Entry(const Entry&) = delete;
        Entry& operator=(const Entry&) = delete;

    private:
        Runtime& m_runtime;
        DeadlineSwitch m_clock;
        uint32_t m_stackLimitBefore;
    };

    // Functions that make values. Those that can fail throw ScriptError (memory) or Trap.
    Value Number(double value) noexcept;
    Value BigUint64(uint64_t value);
    Value String(std::u16string_view text);
    Value StringFromUtf8(std::string_view text); // must be valid UTF-8
    Value Bytes(std::span<const uint8_t> bytes); // a Uint8Array
    Value Object();
    Value NativeFunction(const char* name, int32_t length, int32_t id);
    Value Duplicate(RawValue value);
    static Value Undefined() noexcept
    {
        return {};
    }
    Value Null() noexcept
    {
        return {*this, MakeRaw(Tag::Null)};
    }
    Value Boolean(bool value) noexcept
    {
        return {*this, MakeRaw(Tag::Boolean, value ? 1 : 0)};
    }
    Value Int32(int32_t value) noexcept
    {
        return {*this, MakeRaw(Tag::Int32, static_cast<uint32_t>(value))};
    }

    bool IsNumber(RawValue value) const noexcept;
    bool IsString(RawValue value) const noexcept;

    // Functions that read values, by JavaScript's own conversions.
    UncheckedNumber ToNumber(RawValue value);
    bool ToBoolean(RawValue value);
    // Those with a maximum throw a ScriptError if the value is larger.
    std::u16string ToString(RawValue value, size_t maximum = SIZE_MAX);
    std::string ToUtf8(RawValue value, size_t maximum = SIZE_MAX); // lone surrogates become U+FFFD
    // In the engine's memory: valid until the engine runs again.
    std::span<const uint8_t> ToBytes(RawValue uint8Array, size_t maximum);

    Value Get(const Value& object, const char* property);
    void Set(const Value& object, const char* property, Value value);

    // The completion value of a classic script. `file` names it in stacks.
    Value EvaluateScript(std::string_view source, const char* file);

    // The value of bytecode that this same engine has compiled: a script's completion value, or for a module a promise
    // as of EvaluateModule. The caller must trust it: the engine does not check it.
    Value EvaluateBytecode(std::span<const uint8_t> bytecode);

    // A module's bytecode. Can be trusted only if no script has run in this runtime before.
    std::vector<uint8_t> CompileModule(std::string_view source, const char* file);

    // A promise of the module's namespace object.
    Value EvaluateModule(std::string_view source, const char* file);

    Value Call(const Value& function, std::span<const RawValue> arguments);

    // Runs promise reactions until none is left.
    void RunJobs();

    // For use between two calls: whether the time is over although no interrupt has stopped the script. If so, the
    // runtime is spent.
    bool StopIfOver() noexcept;

    PromiseState StateOf(const Value& value);
    Value ResultOf(const Value& promise);

    // The reason of the first promise that was rejected in the innermost Entry and is not handled, if there is one.
    // Forgets the others.
    std::optional<Value> TakeUnhandledRejection();

    // From within OnNativeCall: throws a TypeError in JavaScript.
    [[noreturn]] void ThrowTypeError(std::string_view message);

    // The number of Entries that are open, one within another.
    int Depth() const noexcept
    {
        return m_depth;
    }

    const Deadline& Time() const noexcept
    {
        return m_deadline;
    }

    // True if a script was stopped because its time was over.
    bool TimedOut() const noexcept
    {
        return m_interrupted || m_sandbox.Revoked();
    }

    // True if the runtime can no longer be trusted or used: it trapped, ran out of memory, or was stopped half-way.
    bool Spent() const noexcept
    {
        return m_sandbox.Spent() || m_sandbox.MemoryExhausted() || m_interrupted;
    }

    bool MemoryExhausted() const noexcept
    {
        return m_sandbox.MemoryExhausted();
    }

    // The last call to a runtime: from now on no value is freed by itself, because nothing would stop an engine that
    // loops meanwhile. Owners of values call it before they destroy them, just before the runtime.
    void GiveUp() noexcept
    {
        m_sandbox.GiveUp();
    }

    uint32_t MemorySize() const noexcept
    {
        return m_sandbox.MemorySize();
    }

    void SetMemoryLimit(size_t bytes) noexcept
    {
        m_sandbox.SetMemoryLimit(bytes);
    }

private:
    friend class Value;

    uint64_t OnHostFunction(uint64_t self, std::span<const uint64_t> arguments, int32_t magic) override;
    bool OnInterrupt() noexcept override;
    void OnPromiseRejection(uint64_t promise, uint64_t reason, bool handled) override;
    void OnDiagnostic(std::string_view text) noexcept override;
    void OnInput(const EngineInput& input) noexcept override;

    void StartQuickJs();
    Value Checked(RawValue result);
    Value Unboxed(uint32_t box);
    Value Evaluate(std::string_view source, const char* file, uint32_t flags);
    void FitStackLimit() noexcept;
    void Free(RawValue value) noexcept;
    std::optional<Clock::time_point> OnWatchdog() noexcept;

    struct Rejection
    {
        Value promise;
        Value reason;
        int depth; // of the Entry in which it happened
    };

    RuntimeHost& m_host;
    Sandbox m_sandbox;
    uint32_t m_context = 0;
    uint32_t m_runtime = 0;
    uint32_t m_stackTop = 0;
    uint32_t m_stackLimit = 0;
    bool m_interrupted = false;
    int m_depth = 0;
    std::list<Rejection> m_unhandledRejections;
    Deadline m_deadline;
    Watchdog m_watchdog;
};

inline Value::~Value()
{
    if (m_runtime != nullptr)
    {
        m_runtime->Free(m_raw);
    }
}

} // namespace engine
