// Turns memory faults inside a sandbox's own reservation into engine::Trap. All other faults are passed on untouched.
#pragma once
#include <cstdint>

struct _EXCEPTION_POINTERS;

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

private:
    struct Slot;
    static Slot s_slots[];
    Slot* m_slot;

    friend class FaultHandler;
};

// Registers the vectored exception handler; process wide, kept for as long as the DLL is loaded.
class FaultHandler
{
public:
    static void Install();

private:
    static bool Claims(uintptr_t address) noexcept;
    static long __stdcall OnException(_EXCEPTION_POINTERS* info) noexcept;
};

} // namespace engine
