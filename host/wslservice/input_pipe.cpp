#include "input_pipe.h"
#include <array>
#include <atomic>
#include <stdexcept>
#include <string>
#include <thread>
#include <windows.h>

namespace standin {

namespace {

bool SendAll(SOCKET socket, const char* bytes, int count) noexcept
{
    while (count > 0)
    {
        const int sent = send(socket, bytes, count, 0);
        if (sent <= 0)
        {
            return false;
        }
        bytes += sent;
        count -= sent;
    }
    return true;
}

void Pump(HANDLE pipe, SOCKET socket) noexcept
{
    std::array<char, 65536> bytes;
    DWORD count = 0;
    while (ReadFile(pipe, bytes.data(), static_cast<DWORD>(bytes.size()), &count, nullptr) &&
           SendAll(socket, bytes.data(), static_cast<int>(count)))
    {}
    CloseHandle(pipe);
    closesocket(socket);
}

} // namespace

SOCKET PipeBefore(SOCKET socket)
{
    static std::atomic<unsigned> s_count = 0;
    const std::wstring name = L"\\\\.\\pipe\\stand-in-input-" + std::to_wstring(GetCurrentProcessId()) + L"-" +
        std::to_wstring(s_count++);
    constexpr DWORD kBuffer = 65536;
    const HANDLE pipe = CreateNamedPipeW(
        name.c_str(), PIPE_ACCESS_INBOUND, PIPE_TYPE_BYTE | PIPE_WAIT, 1, 0, kBuffer, 0, nullptr);
    const HANDLE end = CreateFileW(
        name.c_str(), GENERIC_WRITE, 0, nullptr, OPEN_EXISTING, FILE_FLAG_OVERLAPPED, nullptr);
    if (pipe == INVALID_HANDLE_VALUE || end == INVALID_HANDLE_VALUE)
    {
        throw std::runtime_error("no pipe before a socket");
    }
    std::thread(Pump, pipe, socket).detach();
    return reinterpret_cast<SOCKET>(end);
}

} // namespace standin
