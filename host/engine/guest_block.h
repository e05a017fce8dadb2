// Memory inside a sandbox that the host uses during a call.
#pragma once
#include "engine/sandbox.h"
#include <new>

namespace engine {

// A block on the engine's own stack, for arguments that are needed during one call.
class StackBlock
{
public:
    StackBlock(Sandbox& sandbox, size_t size) : m_sandbox(sandbox), m_before(sandbox.StackPointer())
    {
        m_sandbox.StackPointer() = (m_before - static_cast<uint32_t>(size)) & ~15u;
    }
    ~StackBlock()
    {
        m_sandbox.StackPointer() = m_before;
    }
    StackBlock(const StackBlock&) = delete;
    StackBlock& operator=(const StackBlock&) = delete;

    uint32_t Address() const noexcept
    {
        return m_sandbox.StackPointer();
    }

private:
    Sandbox& m_sandbox;
    uint32_t m_before;
};

// A block on the engine's heap.
class HeapBlock
{
public:
    // Its content is not initialized.
    HeapBlock(Sandbox& sandbox, size_t size) :
        m_sandbox(sandbox), m_address(m_sandbox.Call<Z_quickjsZ_wasm_malloc>(static_cast<u32>(size)))
    {
        if (m_address == 0)
        {
            throw std::bad_alloc();
        }
    }
    // With a zero byte after the content.
    HeapBlock(Sandbox& sandbox, std::span<const std::byte> content) : HeapBlock(sandbox, content.size() + 2)
    {
        m_sandbox.Write(m_address, content);
        m_sandbox.Write(m_address + static_cast<uint32_t>(content.size()), uint16_t{0});
    }
    ~HeapBlock()
    {
        m_sandbox.CallNoThrow<Z_quickjsZ_wasm_free>(m_address);
    }
    HeapBlock(const HeapBlock&) = delete;
    HeapBlock& operator=(const HeapBlock&) = delete;

    uint32_t Address() const noexcept
    {
        return m_address;
    }

private:
    Sandbox& m_sandbox;
    uint32_t m_address;
};

} // namespace engine
