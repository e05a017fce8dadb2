#include "engine/sandbox.h"
#include "generated/numbers.h"
#include <algorithm>
#include <memory>
#include <thread>

namespace engine {

namespace {

static_assert(Z_quickjs_LARGEST_OFFSET <= LinearMemory::kLargestOffset);

// The engine's stack in linear memory: what a script may use (Runtime::FitStackLimit), and a margin.
constexpr size_t kUsualStack = numbers::kMaximumStack + Sandbox::kStackMargin;

// JavaScript's calls of native functions arrive here, through the module's function table.
uint64_t HostFunction(void* self, uint32_t, uint64_t thisValue, uint32_t count, uint32_t values, uint32_t magic)
{
    // QuickJS passes at most this many arguments in an array: it refuses more.
    constexpr uint32_t kMaximumArguments = 65535;
    auto& sandbox = *static_cast<Sandbox*>(self);
    return sandbox.CallHost([&] {
        if (count > kMaximumArguments)
        {
            throw Trap(TrapKind::MemoryAccess);
        }
        uint64_t inlineArguments[16];
        std::unique_ptr<uint64_t[]> more;
        uint64_t* arguments = inlineArguments;
        if (count > std::size(inlineArguments))
        {
            more = std::make_unique<uint64_t[]>(count);
            arguments = more.get();
        }
        const std::span list(arguments, count);
        sandbox.Read(values, std::as_writable_bytes(list));
        return sandbox.Host().OnHostFunction(thisValue, list, static_cast<int32_t>(magic));
    });
}

// QuickJS's JSReallocArrayBufferDataFunc; it frees if the size is 0. The engine calls it and continues in the engine,
// so nothing has to be switched.
uint32_t ReallocateContent(void* instance, uint32_t runtime, uint32_t, uint32_t content, uint32_t size)
{
    return Z_quickjsZ_js_realloc_rt(static_cast<Z_quickjs_instance_t*>(instance), runtime, content, size);
}

void InitializeModule()
{
    // Not std::call_once: after an exception, MinGW's keeps its lock for ever.
    [[maybe_unused]] static const bool done = [] {
        wasm_rt_init();
        Z_quickjs_init_module();
        return true;
    }();
}

LinearMemory& Reserved(LinearMemory& memory)
{
    memory.Reserve();
    return memory;
}

uint32_t PagesFor(size_t bytes) noexcept
{
    // The generated code keeps the size in 32 bits, into which that of 65536 pages does not fit.
    constexpr size_t kMaximumPages = 65535;
    return static_cast<uint32_t>(std::min((bytes + Sandbox::kPageSize - 1) / Sandbox::kPageSize, kMaximumPages));
}

} // namespace

Sandbox::Sandbox(SandboxHost& host, size_t memoryLimit, const MemoryImage* image) :
    m_host(host), m_claim(Reserved(m_memory).Data()), m_maximumPages(PagesFor(memoryLimit))
{
    InitializeModule();
    // Frees the tables if a later step throws.
    struct Instance
    {
        Z_quickjs_instance_t* instance;
        ~Instance()
        {
            if (instance != nullptr)
            {
                Z_quickjs_free(instance);
            }
        }
    } guard{&m_instance};

    Z_quickjs_instantiate(&m_instance, &m_env, &m_wasi);
    auto& table = m_instance.w2c___indirect_function_table;
    const auto type = wasm_rt_register_func_type(
        5, 1, WASM_RT_I32, WASM_RT_I64, WASM_RT_I32, WASM_RT_I32, WASM_RT_I32, WASM_RT_I64);
    table.data[HostFunctionIndex()] = {type, reinterpret_cast<wasm_rt_function_ptr_t>(&HostFunction), this};
    const auto reallocateType = wasm_rt_register_func_type(
        4, 1, WASM_RT_I32, WASM_RT_I32, WASM_RT_I32, WASM_RT_I32, WASM_RT_I32);
    table.data[ReallocateContentIndex()] = {
        reallocateType, reinterpret_cast<wasm_rt_function_ptr_t>(&ReallocateContent), &m_instance};
    if (image == nullptr)
    {
        Call<Z_quickjsZ__initialize>();
    }
    else
    {
        CopyIn(*image);
    }
    guard.instance = nullptr;
}

Sandbox::~Sandbox()
{
    Z_quickjs_free(&m_instance);
}

void Sandbox::Read(uint32_t address, std::span<std::byte> to)
{
    const auto from = Room(address, to.size());
    std::copy(from.begin(), from.end(), to.begin());
}

void Sandbox::Write(uint32_t address, std::span<const std::byte> from)
{
    std::copy(from.begin(), from.end(), Room(address, from.size()).begin());
}

std::span<std::byte> Sandbox::Room(uint32_t address, size_t size)
{
    CheckRange(address, size);
    return {reinterpret_cast<std::byte*>(m_memory.Data() + address), size};
}

void Sandbox::SetMemoryLimit(size_t bytes) noexcept
{
    m_maximumPages = std::max(PagesFor(bytes), m_instance.w2c_memory.pages);
}

Sandbox& Sandbox::Of(wasm_rt_memory_t* memory) noexcept
{
    auto* instance = reinterpret_cast<Z_quickjs_instance_t*>(
        reinterpret_cast<char*>(memory) - offsetof(Z_quickjs_instance_t, w2c_memory));
    return *instance->Z_env_instance->sandbox;
}

void Sandbox::AllocateMemory(wasm_rt_memory_t& memory, uint32_t pages)
{
    // wasm2c's code sets the globals before.
    m_stackTop = StackPointer();
    if (pages > m_maximumPages || !m_memory.Commit(StackStart(kUsualStack), size_t{pages} * kPageSize))
    {
        throw std::bad_alloc();
    }
    memory = {m_memory.Data(), pages, m_maximumPages, static_cast<uint32_t>(pages * kPageSize)};
}

uint32_t Sandbox::GrowMemory(wasm_rt_memory_t& memory, uint32_t delta) noexcept
{
    const uint32_t old = memory.pages;
    if (delta > m_maximumPages - old || !m_memory.Commit(MemoryStart(), (size_t{old} + delta) * kPageSize))
    {
        m_memoryExhausted = true;
        return UINT32_MAX;
    }
    memory.pages = old + delta;
    memory.size = static_cast<uint32_t>(memory.pages * kPageSize);
    return old;
}

void Sandbox::CommitStack(size_t size) noexcept
{
    m_memory.Commit(StackStart(size), m_stackTop);
}

// The lowest address of a stack of this size.
size_t Sandbox::StackStart(size_t size) const noexcept
{
    return size < m_stackTop ? (m_stackTop - size) / kPageSize * kPageSize : 0;
}

void Sandbox::CopyIn(const MemoryImage& image)
{
    wasm_rt_memory_t& memory = m_instance.w2c_memory;
    if (image.pages < memory.pages || GrowMemory(memory, image.pages - memory.pages) == UINT32_MAX)
    {
        throw std::bad_alloc();
    }
    for (const auto& part : image.parts)
    {
        Write(part.address, std::as_bytes(std::span(part.words, part.count)));
    }
    WriteFreshState(*this, image);
}

void Sandbox::EnterEngine()
{
    ThrowIfSpent();
    m_claim.OwnByThisThread();
    m_state = State::Engine;
}

void Sandbox::LeaveEngine(bool spent) noexcept
{
    // The watchdog decides within a moment; at all other times this exchange succeeds at once.
    State expected = State::Engine;
    while (!m_state.compare_exchange_weak(expected, State::Host))
    {
        if (expected == State::Spent || expected == State::Host)
        {
            // An exception that leaves a host function through the engine's frames.
            break;
        }
        expected = State::Engine;
        std::this_thread::yield();
    }
    m_claim.Disown();
    if (spent || m_revoked)
    {
        m_state = State::Spent;
    }
}

void Sandbox::ThrowIfSpent() const
{
    if (m_state == State::Spent)
    {
        throw Trap(m_revoked ? TrapKind::Deadline : TrapKind::Spent);
    }
}

void Sandbox::CheckRange(uint32_t address, size_t size) const
{
    ThrowIfSpent();
    const bool isBelow = size > 0 && address < MemoryStart();
    if (isBelow || uint64_t{address} + size > m_instance.w2c_memory.size)
    {
        throw Trap(TrapKind::MemoryAccess);
    }
}

} // namespace engine
