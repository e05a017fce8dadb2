#include "agent_client.h"
#include <stdexcept>
#include <utility>

namespace standin {

namespace {

constexpr DWORD kTimeout = 30'000; // milliseconds for each transfer; a working agent answers at once
constexpr uint32_t kLargestReply = 64 * 1024;

uint16_t s_controlPort = 0;
uint16_t s_dataPort = 0;

class Connection
{
public:
    explicit Connection(uint16_t port) : m_socket(socket(AF_INET, SOCK_STREAM, IPPROTO_TCP))
    {
        sockaddr_in address = {};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        Check(m_socket != INVALID_SOCKET);
        Check(connect(m_socket, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0);
    }
    ~Connection()
    {
        if (m_socket != INVALID_SOCKET)
        {
            closesocket(m_socket);
        }
    }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    void Send(const std::string& bytes)
    {
        Limit(SO_SNDTIMEO);
        for (size_t sent = 0; sent < bytes.size();)
        {
            const int count = send(m_socket, bytes.data() + sent, static_cast<int>(bytes.size() - sent), 0);
            Check(count > 0);
            sent += static_cast<size_t>(count);
        }
    }

    std::string Receive(size_t size)
    {
        Limit(SO_RCVTIMEO);
        std::string bytes(size, '\0');
        for (size_t received = 0; received < size;)
        {
            const int count = recv(m_socket, bytes.data() + received, static_cast<int>(size - received), 0);
            Check(count > 0);
            received += static_cast<size_t>(count);
        }
        return bytes;
    }

    uint16_t LocalPort() const
    {
        sockaddr_in address = {};
        int size = sizeof(address);
        Check(getsockname(m_socket, reinterpret_cast<sockaddr*>(&address), &size) == 0);
        return ntohs(address.sin_port);
    }

    SOCKET Release()
    {
        return std::exchange(m_socket, INVALID_SOCKET);
    }

private:
    static void Check(bool good)
    {
        if (!good)
        {
            throw std::runtime_error("the agent does not answer: " + std::to_string(WSAGetLastError()));
        }
    }

    void Limit(int option)
    {
        Check(
            setsockopt(m_socket, SOL_SOCKET, option, reinterpret_cast<const char*>(&kTimeout), sizeof(kTimeout)) == 0);
    }

    SOCKET m_socket;
};

std::string LengthOf(const std::string& bytes)
{
    const auto size = static_cast<uint32_t>(bytes.size());
    std::string length;
    for (int shift = 0; shift < 32; shift += 8)
    {
        length += static_cast<char>(size >> shift & 0xff);
    }
    return length;
}

uint32_t ParseLength(const std::string& bytes)
{
    uint32_t size = 0;
    for (size_t i = 4; i-- > 0;)
    {
        size = size << 8 | static_cast<unsigned char>(bytes[i]);
    }
    return size;
}

} // namespace

void SetAgentPorts(uint16_t control, uint16_t data)
{
    s_controlPort = control;
    s_dataPort = data;
}

static Message Ask(const Message& request)
{
    Connection connection(s_controlPort);
    const std::string line = request.Line();
    connection.Send(LengthOf(line) + line);
    const uint32_t size = ParseLength(connection.Receive(4));
    if (size > kLargestReply)
    {
        throw std::runtime_error("the agent's reply is too long");
    }
    return Message::Parse(connection.Receive(size));
}

static HRESULT ResultOf(const Message& reply)
{
    return static_cast<HRESULT>(std::stol(reply.Text("hresult")));
}

HRESULT AskAgent(const Message& request)
{
    return ResultOf(Ask(request));
}

HRESULT AskAgentForProcess(Message request, SOCKET* socket)
{
    *socket = INVALID_SOCKET;
    Connection data(s_dataPort);
    request.Add("socket", uint64_t{data.LocalPort()});
    const HRESULT result = AskAgent(request);
    if (SUCCEEDED(result))
    {
        *socket = data.Release();
    }
    return result;
}

HRESULT AskAgentForProcess(Message request, std::array<SOCKET, 4>& sockets, int& error)
{
    std::array<Connection, 4> data{
        Connection(s_dataPort), Connection(s_dataPort), Connection(s_dataPort), Connection(s_dataPort)};
    for (const Connection& connection : data)
    {
        request.Add("socket", uint64_t{connection.LocalPort()});
    }
    const Message reply = Ask(request);
    error = static_cast<int>(reply.Number("errno", 0));
    const HRESULT result = ResultOf(reply);
    for (size_t at = 0; SUCCEEDED(result) && at < data.size(); at++)
    {
        sockets[at] = data[at].Release();
    }
    return result;
}

std::string LinuxPathOf(const wchar_t* windowsPath)
{
    using GetUnixFileName = char*(CDECL*)(LPCWSTR);
    const HMODULE kernel = GetModuleHandleW(L"kernel32.dll");
    const auto function = reinterpret_cast<void*>(GetProcAddress(kernel, "wine_get_unix_file_name"));
    if (function == nullptr)
    {
        return "";
    }
    char* const path = reinterpret_cast<GetUnixFileName>(function)(windowsPath);
    const std::string copy = path == nullptr ? "" : path;
    HeapFree(GetProcessHeap(), 0, path);
    return copy;
}

} // namespace standin
