#include "generated/numbers.h"
#include "plugin.h"
#include <cstdlib>
#include <cstring>
#include <map>
#include <thread>

namespace native {

namespace {

const volatile char* s_kept = nullptr;

std::wstring Utf16(const std::string& text)
{
    wchar_t wide[512] = L"";
    MultiByteToWideChar(CP_UTF8, 0, text.c_str(), -1, wide, 512);
    return wide;
}

GUID ParseGuid(const std::string& text)
{
    GUID guid = {};
    unsigned bytes[16] = {};
    std::string digits;
    for (const char letter : text)
    {
        digits += letter == '-' ? "" : std::string(1, letter);
    }
    for (size_t i = 0; i < 16 && digits.size() == 32; i++)
    {
        std::sscanf(digits.c_str() + 2 * i, "%2x", &bytes[i]);
    }
    guid.Data1 = bytes[0] << 24 | bytes[1] << 16 | bytes[2] << 8 | bytes[3];
    guid.Data2 = static_cast<unsigned short>(bytes[4] << 8 | bytes[5]);
    guid.Data3 = static_cast<unsigned short>(bytes[6] << 8 | bytes[7]);
    for (size_t i = 0; i < 8; i++)
    {
        guid.Data4[i] = static_cast<unsigned char>(bytes[8 + i]);
    }
    return guid;
}

void SendAll(SOCKET socket, const std::string& input)
{
    for (size_t sent = 0; sent < input.size();)
    {
        const int count = send(socket, input.data() + sent, static_cast<int>(input.size() - sent), 0);
        if (count <= 0)
        {
            break;
        }
        sent += static_cast<size_t>(count);
    }
    shutdown(socket, SD_SEND);
}

// Writes the input, if there is any, from another thread, so that neither side waits for the other.
std::string Talk(SOCKET socket, const std::string& input)
{
    std::thread writer;
    if (input.empty())
    {
        shutdown(socket, SD_SEND);
    }
    else
    {
        writer = std::thread([&] { SendAll(socket, input); });
    }
    std::string output;
    std::vector<char> chunk(65536);
    for (int count = 0; (count = recv(socket, chunk.data(), static_cast<int>(chunk.size()), 0)) > 0;)
    {
        output.append(chunk.data(), static_cast<size_t>(count));
    }
    if (writer.joinable())
    {
        writer.join();
    }
    return output;
}

HRESULT Start(DWORD session, const GUID* distribution, const Words& command, SOCKET* socket)
{
    std::vector<const char*> arguments;
    for (size_t i = 1; i < command.size(); i++)
    {
        arguments.push_back(command[i].c_str());
    }
    arguments.push_back(nullptr);
    const char* path = command.at(0).c_str();
    return distribution == nullptr
        ? g_api->ExecuteBinary(session, path, arguments.data(), socket)
        : g_api->ExecuteBinaryInDistribution(session, distribution, path, arguments.data(), socket);
}

void Execute(DWORD session, const GUID* distribution, const std::string& input, const Words& command)
{
    SOCKET socket = INVALID_SOCKET;
    const HRESULT result = Start(session, distribution, command, &socket);
    if (FAILED(result))
    {
        Print("execute: 0x%08lx", static_cast<unsigned long>(result));
        return;
    }
    Print("output: %s", Talk(socket, input).c_str());
    closesocket(socket);
}

constexpr uint64_t kHashStart = 0xcbf29ce484222325;

struct Received
{
    uint64_t size = 0;
    uint64_t hash = kHashStart;
};

Received ReceiveAll(SOCKET socket, bool hashes)
{
    Received received;
    // As scripts read.
    std::vector<unsigned char> chunk(numbers::kMaximumChunk);
    const auto receive = [&] {
        return recv(socket, reinterpret_cast<char*>(chunk.data()), static_cast<int>(chunk.size()), 0);
    };
    for (int count = 0; (count = receive()) > 0;)
    {
        received.size += static_cast<uint64_t>(count);
        for (int i = 0; hashes && i < count; i++)
        {
            received.hash = (received.hash ^ chunk[static_cast<size_t>(i)]) * 0x100000001b3;
        }
    }
    return received;
}

void Count(DWORD session, const Words& command, bool hashes)
{
    SOCKET socket = INVALID_SOCKET;
    const HRESULT result = Start(session, nullptr, command, &socket);
    if (FAILED(result))
    {
        Print("count: 0x%08lx", static_cast<unsigned long>(result));
        return;
    }
    const Received received = ReceiveAll(socket, hashes);
    closesocket(socket);
    const std::string size = "count: " + std::to_string(received.size);
    if (hashes)
    {
        Print("%s %016llx", size.c_str(), static_cast<unsigned long long>(received.hash));
    }
    else
    {
        Print("%s", size.c_str());
    }
}

// Sends `size` bytes and then the end of input to a program; prints how many bytes it has returned.
void SendZeros(DWORD session, size_t size, const Words& command)
{
    SOCKET socket = INVALID_SOCKET;
    if (const HRESULT result = Start(session, nullptr, command, &socket); FAILED(result))
    {
        Print("send: 0x%08lx", static_cast<unsigned long>(result));
        return;
    }
    // As the benchmark's script writes.
    const std::string chunk(1024 * 1024, '\0');
    for (size_t sent = 0; sent < size;)
    {
        const int count = send(socket, chunk.data(), static_cast<int>(std::min(chunk.size(), size - sent)), 0);
        if (count <= 0)
        {
            break;
        }
        sent += static_cast<size_t>(count);
    }
    shutdown(socket, SD_SEND);
    Print("answered: %llu", static_cast<unsigned long long>(ReceiveAll(socket, false).size));
    closesocket(socket);
}

// Sends one byte to a program and reads one, again and again.
void Ping(DWORD session, int times, const Words& command)
{
    SOCKET socket = INVALID_SOCKET;
    if (const HRESULT result = Start(session, nullptr, command, &socket); FAILED(result))
    {
        Print("ping: 0x%08lx", static_cast<unsigned long>(result));
        return;
    }
    char byte = 0;
    int answered = 0;
    while (answered < times && send(socket, &byte, 1, 0) == 1 && recv(socket, &byte, 1, 0) == 1)
    {
        answered++;
    }
    closesocket(socket);
    Print("answered: %d", answered);
}

void Touch(const volatile char* address)
{
    static_cast<void>(*address);
}

void Overread(const HookCall& call, const std::string& what)
{
    const wsl::WSLVersion version = g_api->Version;
    const std::map<std::string, std::pair<const void*, size_t>> ends = {
        {"session", {call.session, wsl::SizeAt(wsl::kWSLSessionInformationMembers, version)}},
        {"settings", {call.settings, wsl::SizeAt(wsl::kWSLVmCreationSettingsMembers, version)}},
        {"distribution", {call.distribution, wsl::SizeAt(wsl::kWSLDistributionInformationMembers, version)}},
        {"api", {g_api, wsl::SizeAt(wsl::kWSLPluginAPIV1Members, version)}},
        {"hooks", {g_hooks, wsl::SizeAt(wsl::kWSLPluginHooksV1Members, version)}},
    };
    const auto& [start, size] = ends.at(what);
    Touch(static_cast<const volatile char*>(start) + size - 1);
    Print("the last byte of %s is there", what.c_str());
    Touch(static_cast<const volatile char*>(start) + size);
}

void OverwriteHooks()
{
    const size_t size = wsl::SizeAt(wsl::kWSLPluginHooksV1Members, g_api->Version);
    std::memset(reinterpret_cast<char*>(g_hooks) + size, 0, sizeof(void*));
}

void PrintStackLeft()
{
    ULONG_PTR low = 0;
    ULONG_PTR high = 0;
    GetCurrentThreadStackLimits(&low, &high);
    const char here = 0;
    Print("stack: %llu", reinterpret_cast<ULONG_PTR>(&here) - low);
}

// Each frame is still in use when the next one is made, so no compiler can turn it into a loop.
__attribute__((noinline)) int Recurse(const volatile char* outer)
{
    volatile char frame[1024] = {};
    frame[0] = *outer;
    return frame[0] == '\0' ? 0 : Recurse(frame) + frame[1023];
}

Words Rest(const Words& words, size_t from)
{
    return Words(words.begin() + static_cast<ptrdiff_t>(from), words.end());
}

HRESULT Mount(const HookCall& call, const Words& step)
{
    return g_api->MountFolder(
        call.sessionId,
        Utf16(step.at(2)).c_str(),
        Utf16(step.at(3)).c_str(),
        step.at(4) == "ro",
        Utf16(step.at(5)).c_str());
}

void ExecuteIn(const HookCall& call, const Words& step)
{
    const GUID guid = ParseGuid(step.at(2));
    Execute(call.sessionId, &guid, step.at(3), Rest(step, 4));
}

void Error(const wchar_t* message)
{
    Print("error: 0x%08lx", static_cast<unsigned long>(g_api->PluginError(message)));
}

using StepFunction = void (*)(HookCall&, const Words&);

const std::map<std::string, StepFunction> kSteps = {
    {"fields", [](HookCall& call, const Words&) { Print("%s: %s", call.name, Fields(call).c_str()); }},
    {"read-fields", [](HookCall& call, const Words&) { ReadFields(call); }},
    {"print-sum", [](HookCall&, const Words&) { Print("sum: %llu", static_cast<unsigned long long>(SumOfFields())); }},
    {"log", [](HookCall& call, const Words& step) { WriteLog(call, step.at(2)); }},
    {"mount",
     [](HookCall& call, const Words& step) { Print("mount: 0x%08lx", static_cast<unsigned long>(Mount(call, step))); }},
    {"mount-silently", [](HookCall& call, const Words& step) { Mount(call, step); }},
    {"execute", [](HookCall& call, const Words& step) { Execute(call.sessionId, nullptr, step.at(2), Rest(step, 3)); }},
    {"execute-here",
     [](HookCall& call, const Words& step) {
         Execute(call.sessionId, &call.distribution->Id, step.at(2), Rest(step, 3));
     }},
    {"execute-in", [](HookCall& call, const Words& step) { ExecuteIn(call, step); }},
    {"execute-elsewhere",
     [](HookCall& call, const Words& step) {
         std::thread([&] { Execute(call.sessionId, nullptr, step.at(2), Rest(step, 3)); }).join();
     }},
    {"count", [](HookCall& call, const Words& step) { Count(call.sessionId, Rest(step, 2), true); }},
    {"receive", [](HookCall& call, const Words& step) { Count(call.sessionId, Rest(step, 2), false); }},
    {"send",
     [](HookCall& call, const Words& step) { SendZeros(call.sessionId, std::stoul(step.at(2)), Rest(step, 3)); }},
    {"ping", [](HookCall& call, const Words& step) { Ping(call.sessionId, std::stoi(step.at(2)), Rest(step, 3)); }},
    {"error", [](HookCall&, const Words& step) { Error(Utf16(step.at(2)).c_str()); }},
    {"error-null", [](HookCall&, const Words&) { Error(nullptr); }},
    {"error-elsewhere",
     [](HookCall&, const Words& step) { std::thread([&] { Error(Utf16(step.at(2)).c_str()); }).join(); }},
    {"as",
     [](HookCall& call, const Words& step) {
         call.sessionId = static_cast<DWORD>(std::stoul(step.at(2), nullptr, 0));
     }},
    {"overread", [](HookCall& call, const Words& step) { Overread(call, step.at(2)); }},
    {"overwrite-hooks", [](HookCall&, const Words&) { OverwriteHooks(); }},
    {"keep", [](HookCall& call, const Words&) { s_kept = reinterpret_cast<const volatile char*>(call.session); }},
    {"use-kept", [](HookCall&, const Words&) { Touch(s_kept); }},
    {"stack", [](HookCall&, const Words&) { PrintStackLeft(); }},
    {"abort", [](HookCall&, const Words&) { std::abort(); }},
    {"recurse", [](HookCall& call, const Words&) { Print("recursed: %d", Recurse(call.name)); }},
};

} // namespace

void TakeStep(HookCall& call, const Words& step)
{
    const auto found = kSteps.find(step.at(1));
    if (found == kSteps.end())
    {
        Print("no such step: %s", step.at(1).c_str());
        return;
    }
    found->second(call, step);
}

} // namespace native
