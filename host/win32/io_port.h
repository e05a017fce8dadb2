// One wait for everything that a script waits for: an I/O completion port, which takes any number of handles and needs
// no thread. Used by one thread at a time.
#pragma once
#include "win32/handle.h"
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace win32 {

class IoPort;

// The memory that Windows reads and writes during an operation. It lives until Windows completes the operation, which
// may be long after the handle has been closed: IoPort::Abandon takes ownership when its user is done with it.
class IoOperation
{
public:
    explicit IoOperation(IoPort& port) noexcept : m_port(port) {}
    virtual ~IoOperation();
    IoOperation(const IoOperation&) = delete;
    IoOperation& operator=(const IoOperation&) = delete;

    // Calls `start`, which begins the operation and returns IoPort::kUnderWay if it has not completed at once.
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

    // The host's own memory: the sandbox's may move or be revoked while Windows uses it.
    std::span<uint8_t> Buffer() noexcept
    {
        return m_buffer;
    }

    // Makes the buffer as large as this, or as the port allows, and never smaller. Not to be called while the operation
    // is pending. Throws std::bad_alloc.
    void Enlarge(size_t wanted);

protected:
    // Windows has completed it, successfully or not.
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

    // The total size of all buffers above which new ones have to be small.
    static constexpr size_t kMaximumBuffered = 64 * 1024 * 1024;
    static constexpr size_t kSmallBuffer = 4 * 1024;

    IoPort() = default;
    IoPort(const IoPort&) = delete;
    IoPort& operator=(const IoPort&) = delete;

    // Makes the handle's operations complete here. Fails for a handle that was not opened for overlapped I/O, or whose
    // operations complete elsewhere already. The first call makes the port.
    HRESULT Add(HANDLE handle) noexcept;

    // Makes the port if there is none.
    HRESULT Open() noexcept;

    // Completes a pending operation, from any thread.
    HRESULT Post(IoOperation& operation) noexcept;

    // Waits until an operation has completed, and calls OnCompleted of all that have. S_FALSE if the time is over.
    HRESULT Wait(std::chrono::milliseconds time) noexcept;

    // How many operations are pending, including the abandoned ones.
    size_t UnderWay() const noexcept
    {
        return m_underWay;
    }

    // Deletes the operation as soon as it is not pending. Its handle's operations must have been cancelled.
    void Abandon(std::unique_ptr<IoOperation> operation) noexcept;

    // Waits for a short time until Windows has completed the abandoned operations. Returns how many it has not
    // completed, without those of the last call; they are never deleted before that.
    size_t Drain() noexcept;

    // The maximum size of a buffer.
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
