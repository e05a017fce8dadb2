// The sockets that WSL hands out. A status of zero and above is success, below is an HRESULT.
#pragma once
#include "win32/handle.h"
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <variant>

namespace win32 {

// What a socket is waited for. May be added.
constexpr uint32_t kReadable = 1;
constexpr uint32_t kWritable = 2;

// Makes sockets usable in this process.
HRESULT StartSockets() noexcept;

// The other functions never block on such a socket. Fails for a number that is no socket.
HRESULT MakeNonBlocking(SOCKET socket) noexcept;

// How many bytes were taken; 0: it would block.
int32_t Send(SOCKET socket, std::span<const uint8_t> bytes) noexcept;

// How many bytes have come (none: the other side has ended), or the status 0 if nothing is there yet.
std::variant<int32_t, size_t> Receive(SOCKET socket, std::span<std::byte> room) noexcept;

// What is waited for; after the wait, what is there.
struct SocketEvents
{
    SOCKET socket;
    uint32_t events;
};

// Until something is there or the time is up. Without sockets it just takes its time. Throws std::bad_alloc.
HRESULT Wait(std::span<SocketEvents> sockets, std::chrono::milliseconds time);

HRESULT EndSending(SOCKET socket) noexcept;

} // namespace win32
