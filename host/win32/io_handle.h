// The owner of a handle that was opened for overlapped I/O, and what differs between sockets and other handles.
#pragma once
#include "win32/handle.h"
#include "win32/io_port.h"
#include <cstdint>
#include <span>

namespace win32 {

class IoHandle
{
public:
    IoHandle() = default;
    explicit IoHandle(UniqueSocket socket) noexcept : m_socket(std::move(socket)) {}
    // A pipe, or what else ReadFile and WriteFile take. Closing it ends its input.
    explicit IoHandle(UniqueFile file) noexcept : m_file(std::move(file)) {}

    // Before any of the operations.
    HRESULT AddTo(IoPort& port) noexcept;

    // Receive and Send answer IoPort::kUnderWay, or S_OK and how many bytes have been transferred at once, or how it
    // failed. Result answers the same two of an operation that was under way.
    HRESULT Receive(std::span<uint8_t> room, OVERLAPPED& overlapped, size_t& count) const noexcept;
    HRESULT Send(std::span<const uint8_t> bytes, OVERLAPPED& overlapped, size_t& count) const noexcept;
    HRESULT Result(OVERLAPPED& overlapped, size_t& count) const noexcept;

    // Cancels everything that is under way; the operations are completed a moment later.
    void Cancel() const noexcept;

    HRESULT EndSending() noexcept;

private:
    HANDLE Get() const noexcept;
    HRESULT Begun(bool succeeded, DWORD error, DWORD transferred, size_t& count) const noexcept;

    UniqueSocket m_socket;
    UniqueFile m_file;
    bool m_completesAtOnce = false;
};

// Whether it is a socket: what is none, the caller must not close: its owner is unknown.
bool IsSocket(SOCKET socket) noexcept;

// Whether a receive that failed so says that the other side has ended, in whatever manner.
bool IsEndOfStream(HRESULT result) noexcept;

} // namespace win32
