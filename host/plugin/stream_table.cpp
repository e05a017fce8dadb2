#include "plugin/stream_table.h"
#include "generated/numbers.h"
#include <algorithm>
#include <chrono>
#include <tuple>
#include <utility>
#include <vector>

namespace {

// Rounded up: a wait must not be shorter than requested.
std::chrono::milliseconds TimeUntil(engine::Clock::time_point end) noexcept
{
    using namespace std::chrono;
    constexpr milliseconds kLongest = hours(24);
    return std::clamp(ceil<milliseconds>(end - engine::Clock::now()), milliseconds(0), kLongest);
}

} // namespace

int32_t StreamTable::Add(win32::IoHandle handle)
{
    const int32_t number = m_next;
    const auto [at, added] = m_streams.try_emplace(number, m_port, std::move(handle));
    if (const HRESULT result = at->second.Open(); FAILED(result))
    {
        m_streams.erase(at);
        return result;
    }
    m_next++;
    return number;
}

int32_t StreamTable::AddProcess(ProcessObject process, win32::UniqueFile exitEvent)
{
    const int32_t number = m_next;
    m_processes.emplace(
        std::piecewise_construct,
        std::forward_as_tuple(number),
        std::forward_as_tuple(std::move(process), m_port, std::move(exitEvent)));
    m_next++;
    return number;
}

wsl::WSLCProcessHandle StreamTable::FindProcess(int32_t number) const noexcept
{
    const auto found = m_processes.find(number);
    return found == m_processes.end() ? nullptr : found->second.object.get();
}

win32::IoStream* StreamTable::Find(int32_t number) noexcept
{
    const auto found = m_streams.find(number);
    return found == m_streams.end() ? nullptr : &found->second;
}

HRESULT StreamTable::Wait(std::span<Interest> interests, engine::Clock::time_point end)
{
    const std::vector<Interest> wanted(interests.begin(), interests.end());
    for (;;)
    {
        const bool isReady = Look(wanted, interests);
        const auto time = isReady ? std::chrono::milliseconds(0) : TimeUntil(end);
        if (time.count() == 0 && m_port.UnderWay() == 0)
        {
            return S_OK;
        }
        // Also if something is ready: the other streams get their turn.
        const HRESULT result = m_port.Wait(time);
        if (FAILED(result))
        {
            return result;
        }
        if (time.count() == 0 || result == S_FALSE)
        {
            Look(wanted, interests);
            return S_OK;
        }
    }
}

// Whether anything is ready.
bool StreamTable::Look(std::span<const Interest> wanted, std::span<Interest> there)
{
    bool any = false;
    for (size_t i = 0; i < wanted.size(); i++)
    {
        there[i].events = Ready(wanted[i]);
        any = any || there[i].events != 0;
    }
    return any;
}

uint32_t StreamTable::Ready(const Interest& wanted)
{
    if (const auto process = m_processes.find(wanted.stream); process != m_processes.end())
    {
        return process->second.exited.IsSet() ? wanted.events & numbers::kReadable : 0;
    }
    win32::IoStream* stream = Find(wanted.stream);
    return stream == nullptr ? wanted.events : stream->Ready(wanted.events);
}

void StreamTable::Close(int32_t number) noexcept
{
    m_streams.erase(number);
    m_processes.erase(number);
    // Most cancelled operations have ended already.
    if (m_port.UnderWay() > 0)
    {
        m_port.Wait(std::chrono::milliseconds(0));
    }
}

size_t StreamTable::CloseAll() noexcept
{
    m_streams.clear();
    m_processes.clear();
    return m_port.Drain();
}
