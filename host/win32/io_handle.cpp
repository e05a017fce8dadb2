#include "win32/io_handle.h"
#include "win32/last_error.h"
#include <algorithm>
#include <array>

namespace win32 {

HRESULT IoHandle::AddTo(IoPort& port) noexcept
{
    if (const HRESULT result = port.Add(Get()); FAILED(result))
    {
        return result;
    }
    // Receiving bytes that have come already, and sending bytes that there is room for, need not go through the port.
    // For sockets only: for pipes Wine reports that it does so, but does not.
    m_completesAtOnce = m_socket && SetFileCompletionNotificationModes(Get(), FILE_SKIP_COMPLETION_PORT_ON_SUCCESS);
    return S_OK;
}

HRESULT IoHandle::Receive(std::span<uint8_t> room, OVERLAPPED& overlapped, size_t& count) const noexcept
{
    DWORD transferred = 0;
    if (m_socket)
    {
        WSABUF buffer{static_cast<ULONG>(room.size()), reinterpret_cast<char*>(room.data())};
        DWORD flags = 0;
        const int result = WSARecv(m_socket.Get(), &buffer, 1, &transferred, &flags, &overlapped, nullptr);
        return Begun(result == 0, static_cast<DWORD>(WSAGetLastError()), transferred, count);
    }
    const BOOL done = ReadFile(Get(), room.data(), static_cast<DWORD>(room.size()), &transferred, &overlapped);
    return Begun(done, GetLastError(), transferred, count);
}

HRESULT IoHandle::Send(std::span<const uint8_t> bytes, OVERLAPPED& overlapped, size_t& count) const noexcept
{
    DWORD transferred = 0;
    if (m_socket)
    {
        auto* data = reinterpret_cast<char*>(const_cast<uint8_t*>(bytes.data()));
        WSABUF buffer{static_cast<ULONG>(bytes.size()), data};
        const int result = WSASend(m_socket.Get(), &buffer, 1, &transferred, 0, &overlapped, nullptr);
        return Begun(result == 0, static_cast<DWORD>(WSAGetLastError()), transferred, count);
    }
    const BOOL done = WriteFile(Get(), bytes.data(), static_cast<DWORD>(bytes.size()), &transferred, &overlapped);
    return Begun(done, GetLastError(), transferred, count);
}

HRESULT IoHandle::Begun(bool succeeded, DWORD error, DWORD transferred, size_t& count) const noexcept
{
    if (!succeeded)
    {
        return HRESULT_FROM_WIN32(error);
    }
    count = transferred;
    return m_completesAtOnce ? S_OK : IoPort::kUnderWay;
}

HRESULT IoHandle::Result(OVERLAPPED& overlapped, size_t& count) const noexcept
{
    DWORD transferred = 0;
    DWORD flags = 0;
    // Winsock's function returns the sockets' own errors, which are more precise.
    const bool succeeded = m_socket ? WSAGetOverlappedResult(m_socket.Get(), &overlapped, &transferred, FALSE, &flags)
                                    : GetOverlappedResult(Get(), &overlapped, &transferred, FALSE);
    count = transferred;
    return succeeded ? S_OK : LastError();
}

void IoHandle::Cancel() const noexcept
{
    CancelIoEx(Get(), nullptr);
}

HRESULT IoHandle::EndSending() noexcept
{
    if (m_socket)
    {
        return shutdown(m_socket.Get(), SD_SEND) == 0 ? S_OK : LastError();
    }
    m_file = {};
    return S_OK;
}

HANDLE IoHandle::Get() const noexcept
{
    return m_socket ? reinterpret_cast<HANDLE>(m_socket.Get()) : m_file.Get();
}

bool IsSocket(SOCKET socket) noexcept
{
    int type = 0;
    int size = sizeof(type);
    return getsockopt(socket, SOL_SOCKET, SO_TYPE, reinterpret_cast<char*>(&type), &size) == 0 ||
        WSAGetLastError() != WSAENOTSOCK;
}

bool IsEndOfStream(HRESULT result) noexcept
{
    // WSL itself treats a reset or aborted connection as closed: a VM that ends closes its connections this way. The
    // next four are ReadFile's errors.
    constexpr std::array<DWORD, 6> kEnds{
        WSAECONNRESET,
        WSAECONNABORTED,
        ERROR_NETNAME_DELETED,
        ERROR_CONNECTION_ABORTED,
        ERROR_BROKEN_PIPE,
        ERROR_HANDLE_EOF};
    return std::ranges::any_of(kEnds, [result](DWORD error) { return result == HRESULT_FROM_WIN32(error); });
}

} // namespace win32
