// Events, and the thread pool's waits for them.
#include "fake_windows.h"
#include <algorithm>
#include <utility>

HANDLE FakeWindows::MakeEvent(bool isSet)
{
    const HANDLE event = NextHandle();
    events.emplace(event, isSet);
    return event;
}

void FakeWindows::SetEvents()
{
    for (auto& [event, isSet] : events)
    {
        if (std::exchange(isSet, true))
        {
            continue;
        }
        for (const auto& [wait, registered] : eventWaits)
        {
            if (registered.event == event)
            {
                registered.callback(registered.context, FALSE);
            }
        }
    }
}

bool FakeWindows::CloseEvent(HANDLE event)
{
    const auto isWaitedFor = [&](const auto& wait) { return wait.second.event == event; };
    if (std::ranges::any_of(eventWaits, isWaitedFor))
    {
        Misuse("CloseHandle of an event that the thread pool waits for");
    }
    return events.erase(event) > 0;
}

DWORD WaitForSingleObject(HANDLE event, DWORD) noexcept
{
    return FakeWindows::Get().events.at(event) ? WAIT_OBJECT_0 : WAIT_TIMEOUT;
}

BOOL RegisterWaitForSingleObject(
    HANDLE* wait, HANDLE event, void (*callback)(void*, BOOLEAN) noexcept, void* context, ULONG, ULONG) noexcept
{
    *wait = NextHandle();
    FakeWindows::Get().eventWaits.emplace(*wait, FakeEventWait{event, callback, context});
    return TRUE;
}

BOOL UnregisterWaitEx(HANDLE wait, HANDLE) noexcept
{
    if (FakeWindows::Get().eventWaits.erase(wait) == 0)
    {
        Misuse("UnregisterWaitEx of what is no wait");
    }
    return TRUE;
}
