// Owner of a handle opened for overlapped I/O, and the differences between sockets and other handles.
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
    // A pipe, or another handle for ReadFile and WriteFile. Closing it ends its input.
    explicit IoHandle(UniqueFile file) noexcept : m_file(std::move(file)) {}

    // Call it before any operation.
    HRESULT AddTo(IoPort& port) noexcept;

    // Receive and Send return IoPort::kUnderWay; or S_OK and the number of bytes if they completed at once; or an
    // error. Result returns the latter two for an operation that was pending.
    HRESULT Receive(std::span<uint8_t> room, OVERLAPPED& overlapped, size_t& count) const noexcept;
    HRESULT Send(std::span<const uint8_t> bytes, OVERLAPPED& overlapped, size_t& count) const noexcept;
    HRESULT Result(OVERLAPPED& overlapped, size_t& count) const noexcept;

    // Cancels all pending operations; they complete a moment later.
    void Cancel() const noexcept;

    HRESULT EndSending() noexcept;

private:
    HANDLE Get() const noexcept;
    HRESULT Begun(bool succeeded, DWORD error, DWORD transferred, size_t& count) const noexcept;

    UniqueSocket m_socket;
    UniqueFile m_file;
    bool m_completesAtOnce = false;
};

// Whether it is a socket. The caller must not close a handle that is not: its owner is unknown.
bool IsSocket(SOCKET socket) noexcept;

// Whether this failure of a receive means that the other side has ended, in whatever way.
bool IsEndOfStream(HRESULT result) noexcept;

} // namespace win32
