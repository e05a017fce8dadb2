// Memory whose last byte lies directly before a page without access, so that any access to members that the running API
// version lacks faults. A freed block stays inaccessible for a while, so that pointers which a plugin has kept fault
// too.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace standin {

class GuardedBlock
{
public:
    // Zeroed and writable. The name appears in crash reports. Throws std::bad_alloc.
    GuardedBlock(std::string name, size_t size);
    ~GuardedBlock();
    GuardedBlock(const GuardedBlock&) = delete;
    GuardedBlock& operator=(const GuardedBlock&) = delete;

    void* Data() const
    {
        return m_data;
    }
    template <typename T>
    T* As() const
    {
        return static_cast<T*>(m_data);
    }
    void MakeReadOnly();

private:
    std::byte* m_base = nullptr;
    size_t m_reserved = 0;
    void* m_data = nullptr;
};

// "WSLPluginAPIV1 + 48 of 48 bytes" for an address in a block's pages or after them, whether freed or not; else "". For
// crash reports: never waits for a lock.
std::string DescribeGuardedAddress(uintptr_t address);

} // namespace standin
