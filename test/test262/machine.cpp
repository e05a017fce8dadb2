#include "test262/machine.h"
#include "engine/value.h"
#include "test262/crc32.h"
#include <cstddef>
#include <span>
#include <vector>

using engine::MakeRaw;
using engine::Tag;
using engine::TagOf;

namespace {

// The numbers by which the prelude asks for functions.
enum class Request : uint32_t
{
    NewRealm = 0,
    EvaluateIn = 1,
    Print = 2,
    MakeHtmlDda = 3,
    CollectGarbage = 4,
    Detach = 5,
};

// As in host/engine/runtime.cpp.
constexpr u32 kStackLimit = 256 * 1024;
constexpr u32 kCFunctionGenericMagic = 1;

// The engine's own limit, so that it refuses at the same byte everywhere; the sandbox's is never reached.
constexpr u32 kMemoryLimit = 512 * 1024 * 1024;
constexpr size_t kSandboxLimit = size_t{2} << 30;

// Room for a pointer or a size; Put adds the fourth.
constexpr std::string_view kFourZeros{"\0\0\0", 3};

} // namespace

Machine::Machine(std::chrono::milliseconds time) :
    m_sandbox(*this, kSandboxLimit, nullptr), m_end(std::chrono::steady_clock::now() + time)
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
    m_sandbox.Call<Z_quickjsZ_JS_SetMaxStackSize>(m_runtime, kStackLimit);
    m_sandbox.Call<Z_quickjsZ_JS_SetMemoryLimit>(m_runtime, kMemoryLimit);
}

uint64_t Machine::Evaluate(std::string_view source, std::string_view file, Source kind)
{
    const u32 sourceAddress = Put(source);
    const u32 fileAddress = Put(file);
    return Checked(m_sandbox.Call<Z_quickjsZ_JS_Eval>(
        m_context, sourceAddress, static_cast<u32>(source.size()), fileAddress, static_cast<u32>(kind)));
}

uint64_t Machine::Call(uint64_t function, std::initializer_list<uint64_t> arguments)
{
    const auto count = static_cast<u32>(arguments.size());
    const auto bytes = std::as_bytes(std::span(arguments));
    const u32 address = Put({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    return Checked(m_sandbox.Call<Z_quickjsZ_JS_Call>(m_context, function, MakeRaw(Tag::Undefined), count, address));
}

void Machine::RunJobs()
{
    const u32 context = Put(kFourZeros);
    while (m_sandbox.Call<Z_quickjsZ_JS_IsJobPending>(m_runtime) != 0)
    {
        if (static_cast<int32_t>(m_sandbox.Call<Z_quickjsZ_JS_ExecutePendingJob>(m_runtime, context)) < 0)
        {
            Checked(MakeRaw(Tag::Exception));
        }
    }
}

std::string Machine::Text(uint64_t value)
{
    const u32 size = Put(kFourZeros);
    const u32 address = m_sandbox.Call<Z_quickjsZ_JS_ToCStringLen2>(m_context, size, value, u32{0});
    if (address == 0)
    {
        Checked(MakeRaw(Tag::Exception));
    }
    std::string text(m_sandbox.Read<u32>(size), '\0');
    m_sandbox.Read(address, std::as_writable_bytes(std::span(text)));
    return text;
}

bool Machine::Settled(uint64_t promise)
{
    constexpr u32 kPending = 0;
    constexpr u32 kRejected = 2;
    const u32 state = m_sandbox.Call<Z_quickjsZ_JS_PromiseState>(m_context, promise);
    if (state == kRejected)
    {
        throw Thrown{m_sandbox.Call<Z_quickjsZ_JS_PromiseResult>(m_context, promise)};
    }
    return state != kPending;
}

uint64_t Machine::Native()
{
    const u32 name = Put("native");
    return Checked(m_sandbox.Call<Z_quickjsZ_JS_NewCFunction2>(
        m_context, m_sandbox.HostFunctionIndex(), name, u32{0}, kCFunctionGenericMagic, u32{0}));
}

std::string Machine::Fingerprint()
{
    m_sandbox.Call<Z_quickjsZ_JS_RunGC>(m_runtime);
    // What lies below its start is zero.
    std::vector<std::byte> memory(m_sandbox.MemorySize());
    const u32 start = m_sandbox.MemoryStart();
    m_sandbox.Read(start, std::span(memory).subspan(start));
    return std::to_string(memory.size()) + ":" + std::to_string(Crc32(memory));
}

uint64_t Machine::OnHostFunction(uint64_t, std::span<const uint64_t> arguments, int32_t)
{
    const auto number = [&](size_t index) { return static_cast<u32>(arguments[index]); };
    switch (static_cast<Request>(number(0)))
    {
    case Request::NewRealm:
        return MakeRaw(Tag::Int32, m_sandbox.Call<Z_quickjsZ_JS_NewContext>(m_runtime));
    case Request::EvaluateIn:
    {
        const u32 realm = number(1) == 0 ? m_context : number(1);
        const std::string source = Text(arguments[2]);
        const u32 sourceAddress = Put(source);
        const u32 file = Put("evalScript");
        return m_sandbox.Call<Z_quickjsZ_JS_Eval>(realm, sourceAddress, static_cast<u32>(source.size()), file, u32{0});
    }
    case Request::Print:
        m_printed += Text(arguments[1]) + "\n";
        break;
    case Request::MakeHtmlDda:
        m_sandbox.Call<Z_quickjsZ_JS_SetIsHTMLDDA>(m_context, arguments[1]);
        break;
    case Request::CollectGarbage:
        m_sandbox.Call<Z_quickjsZ_JS_RunGC>(m_runtime);
        break;
    case Request::Detach:
        m_sandbox.Call<Z_quickjsZ_JS_DetachArrayBuffer>(m_context, arguments[1]);
        break;
    }
    return MakeRaw(Tag::Undefined);
}

bool Machine::OnInterrupt() noexcept
{
    m_timedOut = m_timedOut || std::chrono::steady_clock::now() >= m_end;
    return m_timedOut;
}

void Machine::OnDiagnostic(std::string_view text) noexcept
{
    m_diagnostics += text;
}

// On the engine's heap, followed by a zero byte.
u32 Machine::Put(std::string_view text)
{
    const u32 address = m_sandbox.Call<Z_quickjsZ_wasm_malloc>(static_cast<u32>(text.size() + 1));
    if (address == 0)
    {
        throw std::bad_alloc();
    }
    m_sandbox.Write(address, std::as_bytes(std::span(text)));
    m_sandbox.Write(address + static_cast<u32>(text.size()), char{0});
    return address;
}

uint64_t Machine::Checked(uint64_t value)
{
    if (TagOf(value) == Tag::Exception)
    {
        throw Thrown{m_sandbox.Call<Z_quickjsZ_JS_GetException>(m_context)};
    }
    return value;
}
