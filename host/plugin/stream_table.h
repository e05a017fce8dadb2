// The streams of the processes that a script has started, by the small numbers that the script knows them by, and the
// one wait for all of them.
#pragma once
#include "engine/watchdog.h"
#include "generated/wsl_abi.h"
#include "win32/event_wait.h"
#include "win32/io_stream.h"
#include <cstdint>
#include <map>
#include <memory>
#include <span>

// WSL's object for a process of a container session. Only the thread that made it may use and release it.
using ProcessObject = std::unique_ptr<void, wsl::WSLCPluginAPI_ReleaseProcess>;

class StreamTable
{
public:
    // What a stream is waited for. After the wait, what of it is there.
    struct Interest
    {
        int32_t stream;
        uint32_t events;
    };

    // The stream's number, or an HRESULT if it is of no use; the handle is closed then. Throws std::bad_alloc.
    int32_t Add(win32::IoHandle handle);

    // The number of a process, which is readable once the event is set. Throws std::bad_alloc.
    int32_t AddProcess(ProcessObject process, win32::UniqueFile exitEvent);

    // Null for a number that is not, or no longer, in use.
    wsl::WSLCProcessHandle FindProcess(int32_t number) const noexcept;
    win32::IoStream* Find(int32_t number) noexcept;

    // Until something is there or the time is up. What is no stream is ready: using it says so. Throws std::bad_alloc.
    HRESULT Wait(std::span<Interest> interests, engine::Clock::time_point end);

    void Close(int32_t number) noexcept;

    // Answers how many operations Windows has not given back. Their memory stays allocated until it does.
    size_t CloseAll() noexcept;

private:
    // The event's handle is closed before the object is released, as WSL wants it.
    struct Process
    {
        Process(ProcessObject made, win32::IoPort& port, win32::UniqueFile exitEvent) :
            object(std::move(made)), exited(port, std::move(exitEvent))
        {}

        ProcessObject object;
        win32::EventWait exited;
    };

    bool Look(std::span<const Interest> wanted, std::span<Interest> there);
    uint32_t Ready(const Interest& wanted);

    // Goes last.
    win32::IoPort m_port;
    std::map<int32_t, Process> m_processes;
    std::map<int32_t, win32::IoStream> m_streams;
    int32_t m_next = 1;
};
