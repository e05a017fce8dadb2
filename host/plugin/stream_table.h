// The streams of a script's processes, by the small numbers that the script uses for them, and the one wait for all of
// them.
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
    // What to wait for on a stream; after the wait, which of it has happened.
    struct Interest
    {
        int32_t stream;
        uint32_t events;
    };

    // The stream's number, or an HRESULT if the handle cannot be used; it is closed then. Throws std::bad_alloc.
    int32_t Add(win32::IoHandle handle);

    // The number of a process, which is readable once the event is set. Throws std::bad_alloc.
    int32_t AddProcess(ProcessObject process, win32::UniqueFile exitEvent);

    // Null if no stream has this number, or no longer.
    wsl::WSLCProcessHandle FindProcess(int32_t number) const noexcept;
    win32::IoStream* Find(int32_t number) noexcept;

    // Waits until something has happened or the time is up. A number without a stream counts as ready: using it reports
    // the error. Throws std::bad_alloc.
    HRESULT Wait(std::span<Interest> interests, engine::Clock::time_point end);

    void Close(int32_t number) noexcept;

    // Returns how many operations Windows has not completed. Their memory stays allocated until it does.
    size_t CloseAll() noexcept;

private:
    // Closes the event's handle before it releases the object, as WSL requires.
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

    // Declared first, so destroyed last.
    win32::IoPort m_port;
    std::map<int32_t, Process> m_processes;
    std::map<int32_t, win32::IoStream> m_streams;
    int32_t m_next = 1;
};
