#include "tool/self_test/linux_side.h"
#include "tool/console.h"
#include "win32/start_sockets.h"
#include "wslservice/protocol.h"
#include <algorithm>
#include <array>
#include <optional>

namespace tool {

namespace {

constexpr uint32_t kLargestRequest = 64 * 1024;

sockaddr_in AddressOf(SOCKET socket, int(WSAAPI* name)(SOCKET, sockaddr*, int*))
{
    sockaddr_in address{};
    int size = sizeof(address);
    name(socket, reinterpret_cast<sockaddr*>(&address), &size);
    return address;
}

// On a port that Windows chooses.
win32::UniqueSocket Listen()
{
    win32::UniqueSocket socket(::socket(AF_INET, SOCK_STREAM, IPPROTO_TCP));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (!socket || bind(socket.Get(), reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0 ||
        listen(socket.Get(), SOMAXCONN) != 0)
    {
        throw ToolError("there is no socket to listen at: " + std::to_string(WSAGetLastError()));
    }
    return socket;
}

bool SendAll(SOCKET socket, std::string_view bytes)
{
    while (!bytes.empty())
    {
        const int count = send(socket, bytes.data(), static_cast<int>(std::min<size_t>(bytes.size(), 65536)), 0);
        if (count <= 0)
        {
            return false;
        }
        bytes.remove_prefix(static_cast<size_t>(count));
    }
    return true;
}

// Reads up to `maximum` bytes, or to the end of the input.
std::string Receive(SOCKET socket, size_t maximum)
{
    std::string bytes;
    std::array<char, 65536> chunk;
    while (bytes.size() < maximum)
    {
        const auto wanted = static_cast<int>(std::min(maximum - bytes.size(), chunk.size()));
        const int count = recv(socket, chunk.data(), wanted, 0);
        if (count <= 0)
        {
            break;
        }
        bytes.append(chunk.data(), static_cast<size_t>(count));
    }
    return bytes;
}

// Four bytes, the lowest first.
std::string LengthOf(const std::string& bytes)
{
    std::string length;
    for (int shift = 0; shift < 32; shift += 8)
    {
        length += static_cast<char>(bytes.size() >> shift & 0xff);
    }
    return length;
}

std::optional<standin::Message> ReceiveMessage(SOCKET socket)
{
    uint32_t size = 0;
    const std::string length = Receive(socket, sizeof(size));
    for (size_t i = length.size(); i-- > 0;)
    {
        size = size << 8 | static_cast<unsigned char>(length[i]);
    }
    const std::string line = Receive(socket, std::min(size, kLargestRequest));
    return line.empty() ? std::nullopt : std::optional(standin::Message::Parse(line));
}

// Answers at the end of its input: the other side has to close one direction and keep the other.
void Echo(win32::UniqueSocket socket)
{
    SendAll(socket.Get(), Receive(socket.Get(), SIZE_MAX));
}

} // namespace

LinuxSide::LinuxSide()
{
    win32::StartSockets();
    m_control = Listen();
    m_data = Listen();
    m_server = std::thread([this] { Serve(); });
}

LinuxSide::~LinuxSide()
{
    // A connection without a request ends the server.
    const win32::UniqueSocket last(socket(AF_INET, SOCK_STREAM, IPPROTO_TCP));
    sockaddr_in address = AddressOf(m_control.Get(), getsockname);
    connect(last.Get(), reinterpret_cast<sockaddr*>(&address), sizeof(address));
    shutdown(last.Get(), SD_BOTH);
    m_server.join();
    for (std::thread& program : m_programs)
    {
        program.join();
    }
}

uint16_t LinuxSide::ControlPort() const
{
    return ntohs(AddressOf(m_control.Get(), getsockname).sin_port);
}

uint16_t LinuxSide::DataPort() const
{
    return ntohs(AddressOf(m_data.Get(), getsockname).sin_port);
}

void LinuxSide::Serve()
{
    for (;;)
    {
        const win32::UniqueSocket connection(accept(m_control.Get(), nullptr, nullptr));
        const auto request = ReceiveMessage(connection.Get());
        if (!request)
        {
            return;
        }
        standin::Message reply(request->Id(), "ok");
        reply.AddResult(StartProgram(request->Text("path"), static_cast<uint16_t>(request->Number("socket"))));
        const std::string line = reply.Line();
        SendAll(connection.Get(), LengthOf(line) + line);
    }
}

// The stand-in connects the program's socket before it sends the request.
HRESULT LinuxSide::StartProgram(const std::string& path, uint16_t port)
{
    win32::UniqueSocket socket(accept(m_data.Get(), nullptr, nullptr));
    if (!socket || ntohs(AddressOf(socket.Get(), getpeername).sin_port) != port)
    {
        return E_UNEXPECTED;
    }
    if (path == "/echo")
    {
        m_programs.emplace_back(Echo, std::move(socket));
        return S_OK;
    }
    m_silent.push_back(std::move(socket));
    return path == "/silent" ? S_OK : E_INVALIDARG;
}

} // namespace tool
