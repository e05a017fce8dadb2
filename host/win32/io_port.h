// One wait for everything that a script waits for: an I/O completion port, which takes any number of handles and needs
// no thread. One thread at a time uses it.
#pragma once
#include "win32/handle.h"
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace win32 {

class IoPort;

// What Windows reads and writes while an operation is under way. It lives until Windows gives it back, which may be
// long after the handle has been closed: IoPort::Abandon takes it over from whoever needs it no more.
class IoOperation
{
public:
    explicit IoOperation(IoPort& port) noexcept : m_port(port) {}
    virtual ~IoOperation();
    IoOperation(const IoOperation&) = delete;
    IoOperation& operator=(const IoOperation&) = delete;

    // Calls `start`, which begins the operation and answers IoPort::kUnderWay if it has not been completed at once.
    template <class Start>
    HRESULT Begin(Start&& start) noexcept
    {
        m_packet = {};
        m_packet.operation = this;
        const HRESULT result = start(m_packet);
        SetUnderWay(result);
        return result;
    }

    bool UnderWay() const noexcept
    {
        return m_underWay;
    }

    OVERLAPPED& Overlapped() noexcept
    {
        return m_packet;
    }

    // The host's own memory: the sandbox's moves, and is taken away, while Windows is busy with it.
    std::vector<uint8_t>& Buffer() noexcept
    {
        return m_buffer;
    }

    // Not while the operation is under way.
    void SetBuffer(std::vector<uint8_t> buffer) noexcept;

protected:
    // Windows has given it back, with or without success.
    virtual void OnCompleted() noexcept = 0;

private:
    friend IoPort;

    struct Packet : OVERLAPPED
    {
        IoOperation* operation;
    };

    void SetUnderWay(HRESULT result) noexcept;

    IoPort& m_port;
    Packet m_packet{};
    std::vector<uint8_t> m_buffer;
    bool m_underWay = false;
    bool m_abandoned = false;
};

class IoPort
{
public:
    static constexpr HRESULT kUnderWay = static_cast<HRESULT>(0x80070000 | ERROR_IO_PENDING);

    // All buffers together get this large before new ones have to be small.
    static constexpr size_t kMaximumBuffered = 64 * 1024 * 1024;
    static constexpr size_t kSmallBuffer = 4 * 1024;

    IoPort() = default;
    IoPort(const IoPort&) = delete;
    IoPort& operator=(const IoPort&) = delete;

    // Has the handle's operations complete here. Fails for a handle that was not opened for overlapped I/O, or whose
    // operations complete elsewhere already. The first call makes the port.
    HRESULT Add(HANDLE handle) noexcept;

    // Makes the port unless there is one.
    HRESULT Open() noexcept;

    // Completes an operation that is under way, on any thread.
    HRESULT Post(IoOperation& operation) noexcept;

    // Waits until an operation has been completed, and calls OnCompleted of all that have been. S_FALSE: the time is
    // up.
    HRESULT Wait(std::chrono::milliseconds time) noexcept;

    // How many operations are under way, the abandoned ones included.
    size_t UnderWay() const noexcept
    {
        return m_underWay;
    }

    // Deletes the operation as soon as it is not under way. Its handle's operations must have been cancelled.
    void Abandon(std::unique_ptr<IoOperation> operation) noexcept;

    // Waits, but not for long, until Windows has given back what has been abandoned. Answers how many operations it
    // has still got that it had not at the end of the last call; they are never deleted before it gives them back.
    size_t Drain() noexcept;

    // How large a buffer may be at the most.
    size_t RoomFor(size_t wanted) const noexcept
    {
        return m_buffered + wanted <= kMaximumBuffered || wanted <= kSmallBuffer ? wanted : kSmallBuffer;
    }

private:
    friend IoOperation;

    void Complete(IoOperation& operation) noexcept;

    UniqueFile m_port;
    size_t m_underWay = 0;
    size_t m_abandoned = 0;
    size_t m_kept = 0;
    size_t m_buffered = 0;
};

} // namespace win32
