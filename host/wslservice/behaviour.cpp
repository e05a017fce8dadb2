#include "behaviour.h"
#include <deque>
#include <map>
#include <mutex>
#include <stdexcept>

namespace standin {

static constexpr SOCKET kGarbage = 0x7ffffff0;

static std::mutex s_mutex;
static std::map<std::string, std::deque<Behaviour>> s_orders;

void OrderBehaviour(const Message& request)
{
    Behaviour behaviour;
    if (const auto result = request.Find("hresult"))
    {
        behaviour.result = static_cast<HRESULT>(std::stol(*result));
    }
    behaviour.blockMilliseconds = static_cast<uint32_t>(request.Number("block", 0));
    behaviour.socket = request.Find("socket");
    behaviour.hookLine = request.Find("hook");
    const uint64_t times = request.Number("times", 1);
    const std::scoped_lock lock(s_mutex);
    auto& orders = s_orders[request.Text("call")];
    orders.insert(orders.end(), times, behaviour);
}

void ForgetBehaviours()
{
    const std::scoped_lock lock(s_mutex);
    s_orders.clear();
}

std::optional<Behaviour> NextBehaviour(const std::string& call)
{
    const std::scoped_lock lock(s_mutex);
    const auto orders = s_orders.find(call);
    if (orders == s_orders.end() || orders->second.empty())
    {
        return std::nullopt;
    }
    Behaviour behaviour = std::move(orders->second.front());
    orders->second.pop_front();
    return behaviour;
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
