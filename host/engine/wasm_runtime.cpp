// The run-time support that wasm2c's output needs (wabt's wasm-rt.h), thread-safe: function types, memory, tables and
// traps.
#include "engine/sandbox.h"
#include <algorithm>
#include <cstdarg>
#include <mutex>
#include <vector>

namespace {

struct FunctionType
{
    std::vector<wasm_rt_type_t> parameters;
    std::vector<wasm_rt_type_t> results;
    bool operator==(const FunctionType&) const = default;
};

std::mutex g_functionTypesLock;

// Never destroyed: at the end of the process a thread that has ended may have left the heap locked.
std::vector<FunctionType>& FunctionTypes()
{
    static auto& types = *new std::vector<FunctionType>();
    return types;
}

engine::TrapKind KindOf(wasm_rt_trap_t trap) noexcept
{
    switch (trap)
    {
    case WASM_RT_TRAP_OOB:
        return engine::TrapKind::MemoryAccess;
    case WASM_RT_TRAP_INT_OVERFLOW:
    case WASM_RT_TRAP_DIV_BY_ZERO:
    case WASM_RT_TRAP_INVALID_CONVERSION:
        return engine::TrapKind::Arithmetic;
    case WASM_RT_TRAP_CALL_INDIRECT:
        return engine::TrapKind::IndirectCall;
    case WASM_RT_TRAP_EXHAUSTION:
        return engine::TrapKind::StackExhausted;
    case WASM_RT_TRAP_NONE:
    case WASM_RT_TRAP_UNREACHABLE:
    case WASM_RT_TRAP_UNCAUGHT_EXCEPTION:
        break;
    }
    return engine::TrapKind::Unreachable;
}

} // namespace

extern "C" {

void wasm_rt_init(void) {}

bool wasm_rt_is_initialized(void)
{
    return true;
}

void wasm_rt_trap(wasm_rt_trap_t trap)
{
    throw engine::Trap(KindOf(trap));
}

uint32_t wasm_rt_register_func_type(uint32_t parameters, uint32_t results, ...)
{
    FunctionType type;
    va_list list;
    va_start(list, results);
    for (uint32_t i = 0; i < parameters; i++)
    {
        type.parameters.push_back(static_cast<wasm_rt_type_t>(va_arg(list, int)));
    }
    for (uint32_t i = 0; i < results; i++)
    {
        type.results.push_back(static_cast<wasm_rt_type_t>(va_arg(list, int)));
    }
    va_end(list);

    std::lock_guard lock(g_functionTypesLock);
    auto& types = FunctionTypes();
    const auto known = std::ranges::find(types, type);
    const auto index = known - types.begin();
    if (known == types.end())
    {
        types.push_back(std::move(type));
    }
    return static_cast<uint32_t>(index + 1);
}

void wasm_rt_allocate_memory(wasm_rt_memory_t* memory, uint32_t pages, uint32_t)
{
    engine::Sandbox::Of(memory).AllocateMemory(*memory, pages);
}

uint32_t wasm_rt_grow_memory(wasm_rt_memory_t* memory, uint32_t delta)
{
    return engine::Sandbox::Of(memory).GrowMemory(*memory, delta);
}

void wasm_rt_free_memory(wasm_rt_memory_t* memory)
{
    // The sandbox's LinearMemory owns it.
    *memory = {};
}

void wasm_rt_allocate_funcref_table(wasm_rt_funcref_table_t* table, uint32_t elements, uint32_t)
{
    // More than the module asks for: the host's functions come last.
    const uint32_t size = elements + engine::Sandbox::kHostFunctions;
    *table = {new wasm_rt_funcref_t[size](), size, size};
}

void wasm_rt_free_funcref_table(wasm_rt_funcref_table_t* table)
{
    delete[] table->data;
    *table = {};
}

} // extern "C"
