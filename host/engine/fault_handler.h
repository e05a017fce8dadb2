// Turns memory faults inside a sandbox's own reservation, and a stack that cannot grow while the engine runs on it,
// into engine::Trap. All other faults are passed on untouched.
#pragma once
#include <cstdint>

namespace engine {

// A sandbox's claim on faults, for as long as it lives. Claims only faults of the thread that runs the engine.
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

    // Whether a fault of this thread at this address is a sandbox's. For the handler: while another thread may be
    // freeing its sandbox.
    static bool Covers(uintptr_t address) noexcept;

    // Whether this thread runs the engine of any sandbox.
    static bool CoversThisThread() noexcept;

private:
    struct Slot;
    static Slot s_slots[];
    Slot* m_slot;
};

// Calls a function; a fault in it that a sandbox claims ends the call, with a Trap. The frames between here and the
// fault must have nothing to clean up.
void CallGuarded(void (*function)(void*), void* argument);

// Within the engine, before its host's code runs: has the system provide the stack that this code needs, where the
// system does so page by page. It may have no memory left for that, and then the fault is the engine's.
void CommitHostStack() noexcept;

} // namespace engine
