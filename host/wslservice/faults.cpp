#include "faults.h"
#include <deque>
#include <map>
#include <mutex>
#include <stdexcept>

namespace standin {

static constexpr SOCKET kGarbage = 0x7ffffff0;

static std::mutex s_faultsMutex;
static std::map<std::string, std::deque<Fault>> s_faults;

void AddFault(const Message& request)
{
    Fault fault;
    if (const auto result = request.Find("hresult"))
    {
        fault.result = static_cast<HRESULT>(std::stol(*result));
    }
    fault.blockMilliseconds = static_cast<uint32_t>(request.Number("block", 0));
    fault.socket = request.Find("socket");
    fault.hookLine = request.Find("hook");
    const uint64_t times = request.Number("times", 1);
    const std::scoped_lock lock(s_faultsMutex);
    auto& faults = s_faults[request.Text("call")];
    faults.insert(faults.end(), times, fault);
}

std::optional<Fault> NextFault(const std::string& call)
{
    const std::scoped_lock lock(s_faultsMutex);
    const auto faults = s_faults.find(call);
    if (faults == s_faults.end() || faults->second.empty())
    {
        return std::nullopt;
    }
    Fault fault = std::move(faults->second.front());
    faults->second.pop_front();
    return fault;
}

void MakeBadSocket(const std::string& kind, SOCKET* result)
{
    if (kind == "invalid")
    {
        *result = INVALID_SOCKET;
    }
    else if (kind == "zero")
    {
        *result = 0;
    }
    else if (kind == "garbage")
    {
        *result = kGarbage;
    }
    else if (kind == "closed" || kind == "unconnected")
    {
        *result = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
        if (kind == "closed")
        {
            closesocket(*result);
        }
    }
    else if (kind == "synchronous")
    {
        *result = WSASocketW(AF_INET, SOCK_STREAM, IPPROTO_TCP, nullptr, 0, 0);
    }
    else if (kind == "taken")
    {
        static const HANDLE s_port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, nullptr, 0, 0);
        *result = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
        CreateIoCompletionPort(reinterpret_cast<HANDLE>(*result), s_port, 0, 0);
    }
    else if (kind == "event")
    {
        *result = reinterpret_cast<SOCKET>(CreateEventW(nullptr, TRUE, FALSE, nullptr));
    }
    else if (kind != "untouched")
    {
        throw std::invalid_argument("no such bad socket: " + kind);
    }
}

} // namespace standin
