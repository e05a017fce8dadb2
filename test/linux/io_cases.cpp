// Streams on a slow kernel that keeps operations and writes to their memory when it completes them.
#include "cases/cases.h"
#include "fake_windows.h"
#include "generated/numbers.h"
#include "hello_plugin.h"
#include "win32/io_stream.h"
#include <chrono>
#include <optional>
#include <string>

using win32::IoHandle;
using win32::IoPort;
using win32::IoStream;

namespace {

using namespace std::chrono_literals;

// One kind of handle, and how its operations complete.
struct Kind
{
    const char* name;
    bool isPipe;
    bool refusesModes;
    bool isLate;
};

constexpr Kind kKinds[] = {
    {"a socket", false, false, false},
    {"a socket that completes late", false, false, true},
    {"a socket that always completes by way of the port", false, true, false},
    {"a pipe", true, false, false},
    {"a pipe that completes late", true, false, true},
};

FakeSocket FakeOf(const Kind& kind)
{
    return {.isPipe = kind.isPipe, .refusesModes = kind.refusesModes, .isLate = kind.isLate};
}

IoHandle Connect(FakeSocket socket)
{
    const bool isPipe = socket.isPipe;
    const SOCKET number = FakeWindows::Get().Connect(std::move(socket));
    return isPipe ? IoHandle(win32::UniqueFile(reinterpret_cast<HANDLE>(number)))
                  : IoHandle(win32::UniqueSocket(number));
}

FakeSocket& TheSocket()
{
    ExpectEqual(FakeWindows::Get().sockets.size(), size_t{1});
    return FakeWindows::Get().sockets.begin()->second;
}

// All bytes that come until the stream ends, or its error.
std::string ReadAll(IoPort& port, IoStream& stream)
{
    std::string all;
    for (;;)
    {
        const auto received = stream.Receive();
        if (const auto* bytes = std::get_if<1>(&received))
        {
            if (bytes->empty())
            {
                return all;
            }
            all.append(bytes->begin(), bytes->end());
        }
        else if (const int32_t status = std::get<0>(received); status < 0)
        {
            return all + "error " + std::to_string(status & 0xffff);
        }
        else
        {
            Expect(SUCCEEDED(port.Wait(1ms)), "the wait fails");
        }
    }
}

std::vector<uint8_t> Bytes(std::string_view text)
{
    return {text.begin(), text.end()};
}

void ReceivesToTheEnd()
{
    for (const Kind& kind : kKinds)
    {
        FakeWindows::Reset();
        IoPort port;
        FakeSocket socket = FakeOf(kind);
        socket.incoming = {{'a'}, std::vector<uint8_t>(100'000, 'b'), {'c'}};
        socket.ended = true;
        {
            IoStream stream(port, Connect(std::move(socket)));
            ExpectEqual(stream.Open(), S_OK);
            ExpectEqual(ReadAll(port, stream), "a" + std::string(100'000, 'b') + "c");
            ExpectEqual(ReadAll(port, stream), std::string());
        }
        Expect(FakeWindows::Get().sockets.empty(), kind.name);
        ExpectEqual(port.UnderWay(), size_t{0});
    }
}

// A VM that ends closes its connections this way.
void ResetIsTheEndBehindWhatHasCome()
{
    for (const Kind& kind : kKinds)
    {
        FakeWindows::Reset();
        IoPort port;
        FakeSocket socket = FakeOf(kind);
        socket.incoming = {{'a'}};
        IoStream stream(port, Connect(std::move(socket)));
        ExpectEqual(stream.Open(), S_OK);
        while (stream.Ready(numbers::kReadable) == 0)
        {
            port.Wait(0ms);
        }
        TheSocket().incoming = {{'b'}};
        TheSocket().reset = true;
        ExpectEqual(ReadAll(port, stream), std::string("ab"));
        const int32_t sent = stream.Send(Bytes("x"));
        if (sent > 0)
        {
            port.Wait(1ms);
        }
        ExpectEqual(stream.Sending(), HRESULT_FROM_WIN32(WSAECONNRESET));
        ExpectEqual(stream.Send(Bytes("x")), HRESULT_FROM_WIN32(WSAECONNRESET));
    }
}

void SendsEverythingBeforeItEnds()
{
    for (const Kind& kind : kKinds)
    {
        FakeWindows::Reset();
        IoPort port;
        FakeSocket socket = FakeOf(kind);
        socket.room = 0;
        socket.taken = 3;
        IoStream stream(port, Connect(std::move(socket)));
        ExpectEqual(stream.Open(), S_OK);
        ExpectEqual(stream.Send(Bytes("0123456789")), 10);
        ExpectEqual(stream.Send(Bytes("more")), 0);
        ExpectEqual(stream.Ready(numbers::kWritable), 0u);
        ExpectEqual(stream.EndSending(), S_OK);
        Expect(!TheSocket().endedSending, "ended in the middle");
        for (int i = 0; stream.Sending() == 1; i++)
        {
            Expect(i < 100, "it never ends");
            TheSocket().room += 2;
            port.Wait(0ms);
        }
        // A pipe's input ends when it is closed.
        const auto& sent = kind.isPipe ? FakeWindows::Get().sentLast : TheSocket().sent;
        ExpectEqual(std::string(sent.begin(), sent.end()), std::string("0123456789"));
        Expect(kind.isPipe ? FakeWindows::Get().sockets.empty() : TheSocket().endedSending, "not ended");
        ExpectEqual(stream.Send(Bytes("x")), HRESULT_FROM_WIN32(WSAESHUTDOWN));
    }
}

// Closes a stream with a receive and a send pending, and does something before it checks.
template <class Then>
void CloseInTheMiddle(bool isStuck, Then&& then)
{
    for (const Kind& kind : kKinds)
    {
        FakeWindows::Reset();
        IoPort port;
        FakeSocket socket = FakeOf(kind);
        socket.room = 0;
        socket.isStuck = isStuck;
        std::optional<IoStream> stream;
        stream.emplace(port, Connect(std::move(socket)));
        ExpectEqual(stream->Open(), S_OK);
        ExpectEqual(stream->Ready(numbers::kReadable), 0u);
        ExpectEqual(stream->Send(std::vector<uint8_t>(50'000, 'x')), 50'000);
        ExpectEqual(port.UnderWay(), size_t{2});
        stream.reset();
        Expect(FakeWindows::Get().sockets.empty(), "not closed");
        then(port);
        ExpectEqual(port.UnderWay(), size_t{0});
        Expect(FakeWindows::Get().operations.empty(), "something is under way");
    }
}

void ClosedInTheMiddle()
{
    CloseInTheMiddle(false, [](IoPort& port) { ExpectEqual(port.Drain(), size_t{0}); });
}

void KernelThatKeepsOperations()
{
    CloseInTheMiddle(true, [](IoPort& port) {
        ExpectEqual(port.Drain(), size_t{2});
        // They are reported once; later calls do not wait for them again.
        ExpectEqual(port.Drain(), size_t{0});
        FakeWindows::Get().GiveBack();
        ExpectEqual(port.Wait(0ms), S_OK);
    });
}

void ManyBuffersAreSmall()
{
    FakeWindows::Reset();
    IoPort port;
    std::vector<std::unique_ptr<IoStream>> streams;
    constexpr size_t kCount = 400;
    for (size_t i = 0; i < kCount; i++)
    {
        FakeSocket socket{.room = 0};
        socket.incoming.assign(2, std::vector<uint8_t>(300'000, 'x'));
        streams.push_back(std::make_unique<IoStream>(port, Connect(std::move(socket))));
        ExpectEqual(streams.back()->Open(), S_OK);
    }
    for (int round = 0; round < 4; round++)
    {
        for (auto& stream : streams)
        {
            Expect(!std::get<1>(stream->Receive()).empty(), "nothing there");
            Expect(stream->Send(std::vector<uint8_t>(300'000)) >= 0, "not sent");
        }
    }
    const size_t small = port.RoomFor(IoPort::kMaximumBuffered);
    ExpectEqual(small, IoPort::kSmallBuffer);
    ExpectEqual(port.RoomFor(1), size_t{1});
}

constexpr auto kEndings = R"({
    limits: { hookTime: 200, memory: 8 * 2 ** 20 },
    onVmStarted(session) {
        const process = ExecuteBinary(session, '/bin/cat');
        process.writeAsync(new Uint8Array(300_000)).catch(() => {});
        process.readAsync().catch(() => {});
        switch (session.sessionId % 5) {
            case 0: throw new Error('thrown');
            case 1: return new Promise(() => {});
            case 2: for (const list = []; ; ) list.push(new Uint8Array(65536));
            case 3: process.close(); return;
            case 4: return;
        }
    },
})";

void HooksThatEndInTheMiddle()
{
    for (const bool isStuck : {false, true})
    {
        FakeWindows::Reset();
        HelloPlugin plugin(kEndings);
        plugin.Wsl().onCall = [&](const ApiCall&) {
            return ApiAnswer{S_OK, FakeWindows::Get().Connect({.room = 0, .isStuck = isStuck})};
        };
        for (uint32_t i = 0; i < 100; i++)
        {
            plugin.Wsl().input.session = i;
            plugin.Wsl().Call(HookId::OnVMStarted);
            Expect(FakeWindows::Get().sockets.empty(), "a process stayed open");
            Expect(isStuck || FakeWindows::Get().operations.empty(), "an operation is under way");
        }
        const bool isReported = HelloPlugin::Log().find("cancelled operations have not completed") != std::string::npos;
        ExpectEqual(isReported, isStuck);
    }
}

void SocketsThatAreOfNoUse()
{
    FakeWindows::Reset();
    HelloPlugin plugin(R"({ onVmStarted(session) { ExecuteBinary(session, '/bin/cat') } })");
    plugin.Wsl().onCall = [](const ApiCall&) {
        return ApiAnswer{S_OK, FakeWindows::Get().Connect({.refusesPort = true})};
    };
    for (int i = 0; i < 100; i++)
    {
        const std::string message = plugin.MessageOf(HookId::OnVMStarted);
        Expect(message.find("E_INVALIDARG") != std::string::npos, message);
        Expect(FakeWindows::Get().sockets.empty(), "the socket stayed open");
    }
}

const AddCases g_cases{
    {"a stream receives all that comes, and its end", ReceivesToTheEnd},
    {"a reset ends a stream behind what has come, and fails what is sent", ResetIsTheEndBehindWhatHasCome},
    {"a stream sends all that it took before it ends its input", SendsEverythingBeforeItEnds},
    {"a stream that is closed in the middle leaves nothing behind", ClosedInTheMiddle},
    {"operations that the kernel keeps are not freed before it gives them back", KernelThatKeepsOperations},
    {"the buffers of all streams together stay within their bound", ManyBuffersAreSmall},
    {"hooks that end in the middle of reads and writes leave nothing behind", HooksThatEndInTheMiddle},
    {"sockets that refuse the completion port are closed", SocketsThatAreOfNoUse},
};

} // namespace
