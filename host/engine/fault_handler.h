// Turns memory faults inside a sandbox's own reservation, and a stack that cannot grow while the engine runs on it,
// into engine::Trap. All other faults are passed on untouched.
#pragma once
#include <cstdint>

namespace engine {

// A sandbox's claim on faults, during its own lifetime. Claims only faults of the thread that runs the engine.
class FaultClaim
{
public:
    // `base`: the start of a LinearMemory's reservation. Throws std::bad_alloc when too many sandboxes live at once.
    explicit FaultClaim(const uint8_t* base);
    ~FaultClaim();
    FaultClaim(const FaultClaim&) = delete;
    FaultClaim& operator=(const FaultClaim&) = delete;

    // The running thread is about to enter the engine.
    void OwnByThisThread() noexcept;

    // No thread runs the engine.
    void Disown() noexcept;

    // Whether a fault of this thread at this address belongs to a sandbox. For the handler; safe while another thread
    // frees its sandbox.
    static bool Covers(uintptr_t address) noexcept;

    // Whether this thread runs the engine of any sandbox.
    static bool CoversThisThread() noexcept;

private:
    struct Slot;
    static Slot s_slots[];
    Slot* m_slot;
};

// Calls a function; a fault in it that a sandbox claims ends the call with a Trap. No frame between this one and the
// fault may need cleaning up.
void CallGuarded(void (*function)(void*), void* argument);

// Call it within the engine, before host code runs: makes the system provide the stack that the host code needs, where
// the system does that page by page. If memory is short, the engine faults here and not the host code.
void CommitHostStack() noexcept;

} // namespace engine
