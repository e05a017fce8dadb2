#include "broken_engine.h"
#include "require.h"
#include "text/utf.h"
#include <array>
#include <chrono>
#include <new>
#include <string>

using engine::RawValue;
using engine::Runtime;
using engine::Sandbox;
using engine::Tag;
using engine::Value;

namespace {

constexpr size_t kMemory = 4 * 1024 * 1024;
constexpr engine::TimeLimits kLimits{std::chrono::milliseconds(20), std::chrono::milliseconds(40)};
constexpr engine::TimeLimits kSetupLimits{std::chrono::seconds(20), std::chrono::seconds(20)};
constexpr int kDeepest = 3;

// Gives access to Runtime's private members: an explicit instantiation of a template may name them.
auto SandboxMember();
template <auto Member>
struct Open
{
    friend auto SandboxMember()
    {
        return Member;
    }
};
template struct Open<&Runtime::m_sandbox>;

// The module's imports, called as if they were exports: Sandbox::Call makes the engine call them.
template <auto Import, class... Arguments>
auto FromEnvironment(Z_quickjs_instance_t* instance, Arguments... arguments)
{
    return Import(instance->Z_env_instance, arguments...);
}
template <auto Import, class... Arguments>
auto FromSystem(Z_quickjs_instance_t* instance, Arguments... arguments)
{
    return Import(instance->Z_wasi_snapshot_preview1_instance, arguments...);
}
u64 FromFunctionTable(Z_quickjs_instance_t* instance, u64 self, u32 count, u32 values, u32 magic)
{
    const auto& table = instance->w2c___indirect_function_table;
    const auto& entry = table.data[table.size - 1];
    using Function = u64 (*)(void*, u32, u64, u32, u32, u32);
    return reinterpret_cast<Function>(entry.func)(entry.module_instance, 0, self, count, values, magic);
}

// They use the broken parts between the calls of the native function.
constexpr std::array<std::string_view, 6> kScripts{
    "const o = {}; for (let i = 0; i < 20; i++) { o['k' + i] = [i, { i }, 'x' + i]; native(o, i, 'k' + i) }"
    " JSON.stringify(o).length",
    "const bytes = new Uint8Array(64); native(bytes, bytes.buffer); bytes.sort(); native(bytes.subarray(3)); bytes",
    "const rope = 'x'.repeat(9000) + native() + 'y'.repeat(9000); native(rope, rope.slice(1)); rope",
    "Promise.reject(native('a')); new Promise(native).then(native, native); Promise.all([native(), native()])",
    "try { native(1n << 64n, Symbol('s'), null) } catch (error) { native(error, error.stack) } /(a+)+b/.exec('aaaa')",
    "class A { #p = native(this); get p() { return native(this.#p) } } [new A(), new A()].map(a => a.p).sort().join()",
};

} // namespace

BrokenEngine::BrokenEngine(FuzzedDataProvider& input) :
    m_input(input), m_runtime(*this, kMemory), m_sandbox(m_runtime.*SandboxMember())
{
    const Runtime::Entry entry(m_runtime, kSetupLimits);
    const Value global = m_runtime.EvaluateScript("globalThis", "setup.js");
    m_runtime.Set(global, "native", m_runtime.NativeFunction("native", 0, 0));
}

BrokenEngine::~BrokenEngine()
{
    // The values are freed before the runtime, and nothing would stop an engine that loops meanwhile.
    m_runtime.GiveUp();
}

void BrokenEngine::Run()
{
    const Runtime::Entry entry(m_runtime, kLimits);
    while (m_input.remaining_bytes() > 0)
    {
        Attempt();
    }
}

void BrokenEngine::Attempt()
{
    try
    {
        Act();
    }
    catch (const engine::ScriptError&)
    {
        // The engine continues.
    }
    catch (const engine::Trap&)
    {
        // Later calls are refused.
    }
    catch (const std::bad_alloc&)
    {
        // The engine's memory is exhausted, or its accounting is broken.
    }
}

void BrokenEngine::Act()
{
    switch (m_input.ConsumeIntegralInRange(0, 7))
    {
    case 0:
        return CallImport();
    case 1:
        return MakeValue();
    case 2:
        return UseValue();
    case 3:
    case 4:
        return RunScript();
    case 5:
        // The engine's own stack, in which the host allocates.
        m_sandbox.StackPointer() = AnyAddress();
        return;
    default:
        return Corrupt();
    }
}

void BrokenEngine::CallImport()
{
    const uint32_t a = AnyAddress();
    const uint32_t b = AnyAddress();
    const auto small = m_input.ConsumeIntegralInRange<uint32_t>(0, 40);
    switch (m_input.ConsumeIntegralInRange(0, 8))
    {
    case 0:
        m_sandbox.Call<FromSystem<Z_wasi_snapshot_preview1Z_fd_write, u32, u32, u32, u32>>(small % 3, a, small, b);
        return;
    case 1:
        m_sandbox.Call<FromSystem<Z_wasi_snapshot_preview1Z_clock_time_get, u32, u64, u32>>(small % 3, u64{0}, a);
        return;
    case 2:
        m_sandbox.Call<FromSystem<Z_wasi_snapshot_preview1Z_random_get, u32, u32>>(a, b);
        return;
    case 3:
        m_sandbox.Call<FromEnvironment<Z_envZ_host_promise_rejection, u32, u32, u32>>(a, b, small % 2);
        return;
    case 4:
        m_sandbox.Call<FromEnvironment<Z_envZ_host_get_timezone_offset, u32, u32>>(a, b);
        return;
    case 5:
        m_sandbox.Call<FromEnvironment<Z_envZ_host_interrupt>>();
        return;
    case 6:
        m_sandbox.Call<FromEnvironment<Z_envZ_host_call, u32, u32, u32, u32, u32>>(a, b, small, a, b);
        return;
    case 7:
        m_sandbox.Call<FromEnvironment<Z_envZ_host_module_load, u32, u32>>(a, b);
        return;
    default:
        Keep({m_runtime, m_sandbox.Call<FromFunctionTable>(AnyRaw(), m_input.ConsumeBool() ? small : b, a, b)});
    }
}

void BrokenEngine::MakeValue()
{
    const std::string text = m_input.ConsumeBytesAsString(m_input.ConsumeIntegralInRange<size_t>(0, 20));
    switch (m_input.ConsumeIntegralInRange(0, 7))
    {
    case 0:
        return Keep(m_runtime.String(text::Utf8ToUtf16(text)));
    case 1:
        return Keep(m_runtime.String(std::u16string(600, u'x')));
    case 2:
        return Keep(m_runtime.StringFromUtf8(text::Utf16ToUtf8(text::Utf8ToUtf16(text))));
    case 3:
        return Keep(m_runtime.Bytes({reinterpret_cast<const uint8_t*>(text.data()), text.size()}));
    case 4:
        return Keep(m_runtime.Object());
    case 5:
        return Keep(m_runtime.BigUint64(m_input.ConsumeIntegral<uint64_t>()));
    case 6:
        return Keep(m_runtime.Duplicate(AnyRaw()));
    default:
        return Keep({m_runtime, AnyRaw()});
    }
}

void BrokenEngine::UseValue()
{
    const RawValue raw[] = {AnyRaw(), AnyRaw()};
    engine::Arguments arguments(m_runtime, raw);
    const Value value = AnyValue();
    switch (m_input.ConsumeIntegralInRange(0, 9))
    {
    case 0:
        return Keep(m_runtime.Get(value, "length"));
    case 1:
        return m_runtime.Set(value, "length", AnyValue());
    case 2:
        return Keep(m_runtime.Call(value, raw));
    case 3:
        m_runtime.StateOf(value);
        return Keep(m_runtime.ResultOf(value));
    case 4:
        m_runtime.ToBoolean(value.Raw());
        m_runtime.ToNumber(value.Raw());
        return;
    case 5:
        m_runtime.ToUtf8(value.Raw());
        return;
    case 6:
        m_runtime.ToBytes(value.Raw(), SIZE_MAX);
        return;
    case 7:
        m_runtime.RunJobs();
        return;
    case 8:
        if (auto reason = m_runtime.TakeUnhandledRejection())
        {
            Keep(*std::move(reason));
        }
        return;
    default:
        return ReadArgument(arguments);
    }
}

void BrokenEngine::RunScript()
{
    const auto script = m_input.PickValueInArray(kScripts);
    Keep(m_input.ConsumeBool() ? m_runtime.EvaluateScript(script, "a.js") : m_runtime.EvaluateModule(script, "a.js"));
    m_runtime.RunJobs();
}

void BrokenEngine::Corrupt()
{
    const auto count = m_input.ConsumeIntegralInRange(1, 8);
    for (int i = 0; i < count; i++)
    {
        const uint32_t address = AnyAddress();
        m_sandbox.Write(address, m_input.ConsumeBool() ? AnyAddress() : m_input.ConsumeIntegral<uint32_t>());
    }
}

void BrokenEngine::ReadArgument(engine::Arguments& arguments)
{
    const auto index = m_input.ConsumeIntegralInRange<size_t>(0, 2);
    switch (m_input.ConsumeIntegralInRange(0, 6))
    {
    case 0:
        return Keep(arguments.Result(static_cast<int32_t>(arguments.Uint32(index, "argument"))));
    case 1:
        return Keep(arguments.Result(arguments.Int32(index, "argument")));
    case 2:
        arguments.Double(index, "argument");
        return;
    case 3:
        return Keep(arguments.Result(arguments.Boolean(index, "argument")));
    case 4:
        return Keep(arguments.Result(arguments.Utf16(index, "argument")));
    case 5:
        Require(!text::FindInvalidUtf8(arguments.Utf8(index, "argument")), "what is read as UTF-8 is UTF-8");
        return;
    default:
        return Keep(arguments.Result(arguments.Bytes(index, "argument")));
    }
}

uint32_t BrokenEngine::AnyAddress()
{
    const auto offset = m_input.ConsumeIntegralInRange<uint32_t>(0, 64) - 16;
    switch (m_input.ConsumeIntegralInRange(0, 3))
    {
    case 0:
        return m_input.ConsumeIntegral<uint32_t>();
    case 1:
        return m_sandbox.StackPointer() + offset;
    case 2:
        return m_sandbox.MemorySize() + offset;
    default:
        // The address of a value.
        return static_cast<uint32_t>(AnyRaw()) + offset;
    }
}

RawValue BrokenEngine::AnyRaw()
{
    switch (m_input.ConsumeIntegralInRange(0, 3))
    {
    case 0:
        return m_input.ConsumeIntegral<uint64_t>();
    case 1:
        return engine::MakeRaw(
            static_cast<Tag>(m_input.ConsumeIntegralInRange<int32_t>(-12, 12)), m_input.ConsumeIntegral<uint32_t>());
    default:
        return m_values.empty() ? engine::MakeRaw(Tag::Null)
                                : m_values[m_input.ConsumeIntegralInRange<size_t>(0, m_values.size() - 1)].Raw();
    }
}

Value BrokenEngine::AnyValue()
{
    return m_runtime.Duplicate(AnyRaw());
}

void BrokenEngine::Keep(Value value)
{
    m_values.push_back(std::move(value));
}

// The script calls from anywhere; host code may break more of the engine before it returns.
Value BrokenEngine::OnNativeCall(int32_t, engine::Arguments& arguments)
{
    if (m_depth < kDeepest)
    {
        m_depth++;
        struct Leave
        {
            int& depth;
            ~Leave()
            {
                depth--;
            }
        } leave{m_depth};
        ReadArgument(arguments);
        Act();
    }
    return AnyValue();
}

void BrokenEngine::OnDiagnostic(std::string_view text) noexcept
{
    Require(!text::FindInvalidUtf8(text), "what the engine prints is UTF-8");
}
