// The address space behind one sandbox's linear memory: reserved so that no 32-bit address plus an offset in the
// engine's code leads out of it, committed from the start as far as the memory has grown. Everything else faults.
#pragma once
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace engine {

class LinearMemory
{
public:
    // What the engine's code adds to addresses, at the most; sandbox.cpp compares it with that code.
    static constexpr size_t kLargestOffset = size_t{16} << 20;

    // Address plus offset plus the widest access.
    static constexpr size_t kReservation = (size_t{4} << 30) + kLargestOffset + 65536;

    LinearMemory() noexcept = default;
    ~LinearMemory();
    LinearMemory(const LinearMemory&) = delete;
    LinearMemory& operator=(const LinearMemory&) = delete;

    // Throws std::bad_alloc when the address space cannot be had.
    void Reserve();

    // Makes the first `size` bytes readable and writable. False when the system has no memory left,
    // or when it has been revoked.
    bool Commit(size_t size) noexcept;

    // Takes every access right away: whoever touches the memory from now on faults, also what is committed
    // later. Safe from any thread.
    void Revoke() noexcept;

    uint8_t* Data() const noexcept
    {
        return m_data;
    }

private:
    // The system's part of it: access for `size` bytes from `offset` on, and none for the first `size` bytes.
    bool Allow(size_t offset, size_t size) noexcept;
    void Forbid(size_t size) noexcept;

    uint8_t* m_data = nullptr;
    std::atomic<size_t> m_committed = 0;
    std::atomic<bool> m_revoked = false;
};

} // namespace engine
