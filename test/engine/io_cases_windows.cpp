// Streams over real pipes, which have no socket.
#include "cases/cases.h"
#include "generated/numbers.h"
#include "win32/io_stream.h"
#include <chrono>
#include <optional>
#include <string>

using win32::IoHandle;
using win32::IoPort;
using win32::IoStream;
using win32::UniqueFile;

namespace {

using namespace std::chrono_literals;

struct Pipe
{
    UniqueFile ours; // opened for overlapped I/O
    UniqueFile theirs;
};

Pipe MakePipe()
{
    const std::wstring name = L"\\\\.\\pipe\\io-cases-" + std::to_wstring(GetCurrentProcessId());
    constexpr DWORD kBuffer = 4096;
    Pipe pipe{
        UniqueFile(CreateNamedPipeW(
            name.c_str(), PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED, 0, 1, kBuffer, kBuffer, 0, nullptr)),
        {}};
    pipe.theirs = UniqueFile(
        CreateFileW(name.c_str(), GENERIC_READ | GENERIC_WRITE, 0, nullptr, OPEN_EXISTING, 0, nullptr));
    Expect(static_cast<bool>(pipe.theirs), "the pipe cannot be opened");
    return pipe;
}

void Write(const UniqueFile& file, std::string_view text)
{
    DWORD count = 0;
    WriteFile(file.Get(), text.data(), static_cast<DWORD>(text.size()), &count, nullptr);
    ExpectEqual(count, static_cast<DWORD>(text.size()));
}

std::string Read(const UniqueFile& file, size_t size)
{
    std::string all;
    char chunk[512];
    for (DWORD count = 0; all.size() < size && ReadFile(file.Get(), chunk, sizeof(chunk), &count, nullptr);)
    {
        all.append(chunk, count);
    }
    return all;
}

// The bytes that have come when the stream is ready; "end" for its end.
std::string Receive(IoPort& port, IoStream& stream)
{
    for (int i = 0; i < 1000; i++)
    {
        const auto received = stream.Receive();
        if (const auto* bytes = std::get_if<1>(&received))
        {
            return bytes->empty() ? "end" : std::string(bytes->begin(), bytes->end());
        }
        ExpectEqual(std::get<0>(received), 0);
        port.Wait(10ms);
    }
    return "nothing";
}

void ReceivesFromPipe()
{
    IoPort port;
    Pipe pipe = MakePipe();
    IoStream stream(port, IoHandle(std::move(pipe.ours)));
    ExpectEqual(stream.Open(), S_OK);
    ExpectEqual(stream.Ready(numbers::kReadable), 0u);
    Write(pipe.theirs, "one");
    ExpectEqual(Receive(port, stream), std::string("one"));
    Write(pipe.theirs, "two");
    ExpectEqual(Receive(port, stream), std::string("two"));
    pipe.theirs = {};
    ExpectEqual(Receive(port, stream), std::string("end"));
}

void ExpectSent(IoPort& port, IoStream& stream)
{
    for (int i = 0; i < 1000 && stream.Sending() == 1; i++)
    {
        port.Wait(10ms);
    }
    ExpectEqual(stream.Sending(), 0);
}

void SendsToPipe()
{
    IoPort port;
    Pipe pipe = MakePipe();
    IoStream stream(port, IoHandle(std::move(pipe.ours)));
    ExpectEqual(stream.Open(), S_OK);
    ExpectEqual(stream.Send(std::vector<uint8_t>{'h', 'e', 'l', 'l', 'o'}), 5);
    ExpectEqual(Read(pipe.theirs, 5), std::string("hello"));
    ExpectSent(port, stream);
    // Shorter, so that nothing of the first is left in the buffer that both use.
    ExpectEqual(stream.Send(std::vector<uint8_t>{'b', 'y', 'e'}), 3);
    ExpectEqual(Read(pipe.theirs, 3), std::string("bye"));
    ExpectSent(port, stream);
    ExpectEqual(stream.EndSending(), S_OK);
    ExpectEqual(Read(pipe.theirs, 1), std::string());
}

// As to a process that does not read yet: WriteFile must return, and the rest follow as the pipe empties.
void SendsToFullPipe()
{
    IoPort port;
    Pipe pipe = MakePipe();
    IoStream stream(port, IoHandle(std::move(pipe.ours)));
    ExpectEqual(stream.Open(), S_OK);
    for (uint32_t chunk = 0; chunk < 4; chunk++)
    {
        std::vector<uint8_t> bytes(numbers::kMaximumSend);
        for (size_t i = 0; i < bytes.size(); i++)
        {
            bytes[i] = static_cast<uint8_t>((i * 7 + (i >> 8)) ^ chunk);
        }
        const std::string text(bytes.begin(), bytes.end());
        ExpectEqual(stream.Send(bytes), static_cast<int32_t>(numbers::kMaximumSend));
        ExpectEqual(stream.Sending(), 1);
        ExpectEqual(stream.Send(std::vector<uint8_t>{'x'}), 0);
        Expect(Read(pipe.theirs, text.size()) == text, "other bytes arrive");
        ExpectSent(port, stream);
    }
}

void ClosesPipeInTheMiddle()
{
    IoPort port;
    for (int i = 0; i < 100; i++)
    {
        Pipe pipe = MakePipe();
        std::optional<IoStream> stream;
        stream.emplace(port, IoHandle(std::move(pipe.ours)));
        ExpectEqual(stream->Open(), S_OK);
        ExpectEqual(stream->Ready(numbers::kReadable), 0u);
        ExpectEqual(port.UnderWay(), size_t{1});
        stream.reset();
        ExpectEqual(port.Drain(), size_t{0});
        ExpectEqual(port.UnderWay(), size_t{0});
    }
}

void RefusesWhatIsNotOverlapped()
{
    IoPort port;
    Pipe pipe = MakePipe();
    IoStream stream(port, IoHandle(std::move(pipe.theirs)));
    ExpectEqual(stream.Open(), HRESULT_FROM_WIN32(ERROR_INVALID_PARAMETER));
}

const AddCases g_cases{
    {"a stream receives from a pipe until its other end is closed", ReceivesFromPipe},
    {"a stream sends to a pipe and ends it", SendsToPipe},
    {"a stream sends 1 MiB to a pipe that is full, as its reader takes it", SendsToFullPipe},
    {"a stream over a pipe that is closed in the middle leaves nothing under way", ClosesPipeInTheMiddle},
    {"a handle that is not opened for overlapped I/O is refused", RefusesWhatIsNotOverlapped},
};

} // namespace
