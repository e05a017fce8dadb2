// The address space of one sandbox's linear memory: reserved so widely that no 32-bit address plus an offset in the
// engine's code can lead out of it, and committed from the end of the engine's stack as far as the memory has grown.
// Every other access faults.
#pragma once
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace engine {

class LinearMemory
{
public:
    // The largest offset that the engine's code adds to an address; sandbox.cpp compares it with that code.
    static constexpr size_t kLargestOffset = size_t{16} << 20;

    // Address plus offset plus the widest access.
    static constexpr size_t kReservation = (size_t{4} << 30) + kLargestOffset + 65536;

    LinearMemory() noexcept = default;
    ~LinearMemory();
    LinearMemory(const LinearMemory&) = delete;
    LinearMemory& operator=(const LinearMemory&) = delete;

    // Throws std::bad_alloc if the system has no address space left.
    void Reserve();

    // Makes the bytes from `start` to `end` readable and writable, and those between them and what already is. False if
    // the system has no memory left or the memory has been revoked.
    bool Commit(size_t start, size_t end) noexcept;

    // Revokes access to all of the memory at once: every later access faults, also to what is committed later. Safe
    // from any thread.
    void Revoke() noexcept;

    uint8_t* Data() const noexcept
    {
        return m_data;
    }

    // Nothing below can be accessed.
    size_t Start() const noexcept
    {
        return m_start;
    }

private:
    // The operating system's part: gives access to the bytes from `start` to `end`, or takes it.
    bool Allow(size_t start, size_t end) noexcept;
    void Forbid(size_t start, size_t end) noexcept;

    uint8_t* m_data = nullptr;
    std::atomic<size_t> m_start = 0;
    std::atomic<size_t> m_end = 0;
    std::atomic<bool> m_revoked = false;
};

} // namespace engine
