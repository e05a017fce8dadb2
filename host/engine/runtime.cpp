#include "engine/runtime.h"
#include "engine/arguments.h"
#include "engine/guest_block.h"
#include "engine/stack_check.h"
#include "generated/numbers.h"
#include <algorithm>
#include <memory>

namespace engine {

namespace {

// QuickJS's JS_EVAL_* flags.
constexpr uint32_t kEvalGlobal = 0;
constexpr uint32_t kEvalModule = 1;

// The engine has two stacks: its own in linear memory, which QuickJS checks (a JavaScript RangeError), and the
// thread's, which the generated code checks (a trap). QuickJS's limit is chosen so that the RangeError comes first.
constexpr uint32_t kMinimumStack = 8 * 1024;

// Rejected promises that are kept until they are handled; one is enough for a hook to fail. A broken engine may report
// any number of them, which must not fill the host's memory.
constexpr size_t kMaximumRejections = 4096;

} // namespace

Runtime::Runtime(RuntimeHost& host, size_t memoryLimit, const MemoryImage* image) :
    m_host(host), m_sandbox(*this, memoryLimit, image), m_watchdog([this] { return OnWatchdog(); })
{
    m_stackTop = m_sandbox.StackPointer();
    if (image == nullptr)
    {
        StartQuickJs();
    }
    else
    {
        m_context = image->context;
        m_runtime = image->runtime;
    }
}

Runtime::~Runtime()
{
    GiveUp();
}

Runtime::Entry::Entry(Runtime& runtime, const TimeLimits& limits) noexcept :
    m_runtime(runtime), m_clock(runtime.m_deadline, false), m_stackLimitBefore(runtime.m_stackLimit)
{
    if (++runtime.m_depth == 1)
    {
        runtime.m_deadline.Start(limits);
        runtime.m_watchdog.Arm(runtime.m_deadline.End());
    }
    runtime.FitStackLimit();
}

Runtime::Entry::~Entry()
{
    if (--m_runtime.m_depth == 0)
    {
        m_runtime.m_deadline.Stop();
        m_runtime.m_watchdog.Disarm();
    }
    else if (m_runtime.m_stackLimit != m_stackLimitBefore)
    {
        m_runtime.m_stackLimit = m_stackLimitBefore;
        m_runtime.m_sandbox.CallNoThrow<Z_quickjsZ_JS_SetMaxStackSize>(m_runtime.m_runtime, m_stackLimitBefore);
    }
}

Value Runtime::EvaluateScript(std::string_view source, const char* file)
{
    return Evaluate(source, file, kEvalGlobal);
}

Value Runtime::EvaluateBytecode(std::span<const uint8_t> bytecode)
{
    HeapBlock block(m_sandbox, std::as_bytes(bytecode));
    return Unboxed(m_sandbox.Call<Z_quickjsZ_qjs_eval_bytecode>(block.Address(), static_cast<u32>(bytecode.size())));
}

std::vector<uint8_t> Runtime::CompileModule(std::string_view source, const char* file)
{
    constexpr uint32_t kWithSource = 0;
    HeapBlock sourceBlock(m_sandbox, std::as_bytes(std::span(source)));
    HeapBlock fileBlock(m_sandbox, std::as_bytes(std::span(std::string_view(file))));
    StackBlock length(m_sandbox, sizeof(uint32_t));
    const uint32_t address = m_sandbox.Call<Z_quickjsZ_qjs_compile>(
        sourceBlock.Address(),
        static_cast<u32>(source.size()),
        fileBlock.Address(),
        kEvalModule,
        kWithSource,
        length.Address());
    if (address == 0)
    {
        Checked(MakeRaw(Tag::Exception));
    }
    std::vector<uint8_t> bytecode(std::min(m_sandbox.Read<uint32_t>(length.Address()), m_sandbox.MemorySize()));
    m_sandbox.Read(address, std::as_writable_bytes(std::span(bytecode)));
    m_sandbox.Call<Z_quickjsZ_wasm_free>(address);
    return bytecode;
}

Value Runtime::EvaluateModule(std::string_view source, const char* file)
{
    return Evaluate(source, file, kEvalModule);
}

Value Runtime::Call(const Value& function, std::span<const RawValue> arguments)
{
    StackBlock block(m_sandbox, arguments.size_bytes());
    m_sandbox.Write(block.Address(), std::as_bytes(arguments));
    return Checked(m_sandbox.Call<Z_quickjsZ_JS_Call>(
        m_context, function.Raw(), MakeRaw(Tag::Undefined), static_cast<u32>(arguments.size()), block.Address()));
}

void Runtime::RunJobs()
{
    StackBlock context(m_sandbox, sizeof(uint32_t));
    while (m_sandbox.Call<Z_quickjsZ_JS_IsJobPending>(m_runtime) != 0)
    {
        // A chain of jobs may be endless although no single job is long enough to be interrupted.
        StopIfOver();
        const auto result = static_cast<int32_t>(
            m_sandbox.Call<Z_quickjsZ_JS_ExecutePendingJob>(m_runtime, context.Address()));
        if (result < 0 || m_interrupted)
        {
            throw ScriptError({*this, m_sandbox.Call<Z_quickjsZ_JS_GetException>(m_context)});
        }
    }
}

bool Runtime::StopIfOver() noexcept
{
    m_interrupted = m_interrupted || m_deadline.Over();
    return m_interrupted;
}

PromiseState Runtime::StateOf(const Value& value)
{
    const auto state = m_sandbox.Call<Z_quickjsZ_JS_PromiseState>(m_context, value.Raw());
    return state <= static_cast<uint32_t>(PromiseState::Rejected) ? PromiseState{state} : PromiseState::NotAPromise;
}

Value Runtime::ResultOf(const Value& promise)
{
    return {*this, m_sandbox.Call<Z_quickjsZ_JS_PromiseResult>(m_context, promise.Raw())};
}

std::optional<Value> Runtime::TakeUnhandledRejection()
{
    // An Entry's rejections are behind those of the Entries around it. They leave the list before they are freed: a
    // broken engine may call back meanwhile.
    const auto first = std::ranges::find_if(
        m_unhandledRejections, [this](auto& kept) { return kept.depth >= m_depth; });
    std::list<Rejection> taken;
    taken.splice(taken.end(), m_unhandledRejections, first, m_unhandledRejections.end());
    return taken.empty() ? std::nullopt : std::optional(std::move(taken.front().reason));
}

void Runtime::ThrowTypeError(std::string_view message)
{
    // The engine formats like printf; the text is the only argument of "%s".
    HeapBlock text(m_sandbox, std::as_bytes(std::span(message)));
    HeapBlock format(m_sandbox, std::as_bytes(std::span(std::string_view("%s"))));
    StackBlock arguments(m_sandbox, sizeof(uint32_t));
    m_sandbox.Write(arguments.Address(), text.Address());
    Checked(m_sandbox.Call<Z_quickjsZ_JS_ThrowTypeError>(m_context, format.Address(), arguments.Address()));
    throw Trap(TrapKind::Unreachable);
}

uint64_t Runtime::OnHostFunction(uint64_t, std::span<const uint64_t> values, int32_t magic)
{
    // Time spent outside the script does not count as the script's.
    const DeadlineSwitch pause(m_deadline, true);
    RawValue result = MakeRaw(Tag::Exception);
    try
    {
        Arguments arguments(*this, values);
        result = m_host.OnNativeCall(magic, arguments).Release();
    }
    catch (const ScriptError& error)
    {
        m_sandbox.Call<Z_quickjsZ_JS_Throw>(m_context, Duplicate(error.Thrown().Raw()).Release());
    }
    catch (const std::bad_alloc&)
    {
        m_sandbox.Call<Z_quickjsZ_JS_ThrowOutOfMemory>(m_context);
    }
    return result;
}

bool Runtime::OnInterrupt() noexcept
{
    return StopIfOver();
}

void Runtime::OnPromiseRejection(uint64_t promise, uint64_t reason, bool handled)
{
    if (handled)
    {
        const auto kept = std::ranges::find_if(
            m_unhandledRejections, [promise](auto& rejection) { return rejection.promise.Raw() == promise; });
        if (kept != m_unhandledRejections.end())
        {
            // As above.
            std::list<Rejection> forgotten;
            forgotten.splice(forgotten.end(), m_unhandledRejections, kept);
        }
    }
    else if (m_unhandledRejections.size() < kMaximumRejections)
    {
        // The promise is kept, so that no other value can get its address.
        m_unhandledRejections.push_back({Duplicate(promise), Duplicate(reason), m_depth});
    }
}

void Runtime::OnDiagnostic(std::string_view text) noexcept
{
    m_host.OnDiagnostic(text);
}

void Runtime::OnInput(const EngineInput& input) noexcept
{
    m_host.OnInput(input);
}

// scripts/build/runtime-image.ts does the same.
void Runtime::StartQuickJs()
{
    if (m_sandbox.Call<Z_quickjsZ_qjs_init>() != 0)
    {
        throw std::bad_alloc();
    }
    m_context = m_sandbox.Call<Z_quickjsZ_qjs_get_context_ptr>();
    m_runtime = m_sandbox.Call<Z_quickjsZ_qjs_get_runtime_ptr>();
    m_sandbox.Call<Z_quickjsZ_qjs_set_interrupt_handler>(1);
    m_sandbox.Call<Z_quickjsZ_qjs_set_promise_rejection_handler>(1);
    m_sandbox.Call<Z_quickjsZ_JS_UpdateStackTop>(m_runtime);
}

Value Runtime::Checked(RawValue result)
{
    if (TagOf(result) == Tag::Exception)
    {
        throw ScriptError({*this, m_sandbox.Call<Z_quickjsZ_JS_GetException>(m_context)});
    }
    return {*this, result};
}

Value Runtime::Evaluate(std::string_view source, const char* file, uint32_t flags)
{
    HeapBlock sourceBlock(m_sandbox, std::as_bytes(std::span(source)));
    HeapBlock fileBlock(m_sandbox, std::as_bytes(std::span(std::string_view(file))));
    // Unlike JS_Eval, qjs_eval returns a promise of the module's namespace.
    return Unboxed(m_sandbox.Call<Z_quickjsZ_qjs_eval>(
        sourceBlock.Address(), static_cast<u32>(source.size()), fileBlock.Address(), flags));
}

// quickjs-wasi's own functions return a box on the heap.
Value Runtime::Unboxed(uint32_t box)
{
    if (box == 0)
    {
        throw std::bad_alloc();
    }
    Value result = Duplicate(m_sandbox.Read<RawValue>(box));
    m_sandbox.Call<Z_quickjsZ_qjs_free_value>(box);
    return Checked(result.Release());
}

void Runtime::FitStackLimit() noexcept
{
    const size_t left = sandbox_stack_left();
    const size_t usable = left > 2 * SANDBOX_STACK_RESERVE ? left - 2 * SANDBOX_STACK_RESERVE : 0;
    const size_t used = m_stackTop - m_sandbox.StackPointer();
    const auto limit = static_cast<uint32_t>(std::clamp<size_t>(
        used + usable / size_t{PROCESSOR_STACK_PER_ENGINE_BYTE}, used + kMinimumStack, used + numbers::kMaximumStack));
    if (limit != m_stackLimit)
    {
        m_stackLimit = limit;
        m_sandbox.CommitStack(limit + Sandbox::kStackMargin);
        m_sandbox.CallNoThrow<Z_quickjsZ_JS_SetMaxStackSize>(m_runtime, limit);
    }
}

void Runtime::Free(RawValue value) noexcept
{
    // A value with a tag of zero or above has no reference count.
    if (static_cast<int32_t>(value >> 32) < 0)
    {
        m_sandbox.CallNoThrow<Z_quickjsZ_JS_FreeValue>(m_context, value);
    }
}

std::optional<Clock::time_point> Runtime::OnWatchdog() noexcept
{
    if (!m_deadline.Running() || m_sandbox.Revoke([this] { return m_deadline.LongOver(); }))
    {
        return std::nullopt;
    }
    // The time is not over yet, or the thread is in host code, which must not lose the memory that it uses.
    return std::max(m_deadline.End(), Clock::now() + std::chrono::milliseconds(10));
}

} // namespace engine
