// The only C++ exception that crosses the engine's frames. After it the sandbox is spent.
#pragma once
#include <exception>

namespace engine {

enum class TrapKind
{
    MemoryAccess,   // outside the linear memory
    Arithmetic,     // integer overflow, division by zero, conversion of a float out of an integer's range
    Unreachable,    // abort() or a failed assertion inside the engine
    IndirectCall,   // a function pointer that is null or has another type
    StackExhausted, // the calling thread's stack overflowed
    Deadline,       // the watchdog revoked access to the memory
    Spent,          // a call into a sandbox that is spent since an earlier trap
};

class Trap : public std::exception
{
public:
    explicit Trap(TrapKind kind) noexcept : m_kind(kind) {}

    TrapKind Kind() const noexcept
    {
        return m_kind;
    }

    const char* what() const noexcept override
    {
        switch (m_kind)
        {
        case TrapKind::MemoryAccess:
            return "the JavaScript engine accessed memory outside of its sandbox";
        case TrapKind::Arithmetic:
            return "the JavaScript engine trapped on an invalid number operation";
        case TrapKind::Unreachable:
            return "the JavaScript engine aborted";
        case TrapKind::IndirectCall:
            return "the JavaScript engine called an invalid function pointer";
        case TrapKind::StackExhausted:
            return "the thread's stack is exhausted";
        case TrapKind::Deadline:
            return "the script timed out";
        case TrapKind::Spent:
            return "the script's sandbox was discarded after an earlier trap";
        }
        return "unknown trap";
    }

private:
    TrapKind m_kind;
};

} // namespace engine
