// An event that a script waits for together with its streams: Windows' thread pool watches it, and posts to the I/O
// port.
#pragma once
#include "win32/handle.h"
#include "win32/io_port.h"
#include <memory>

namespace win32 {

class EventWait
{
public:
    // The event must stay set after it has been set. The port must outlive this object. Throws std::bad_alloc.
    EventWait(IoPort& port, UniqueFile event);
    ~EventWait();
    EventWait(const EventWait&) = delete;
    EventWait& operator=(const EventWait&) = delete;

    // Whether it is set. If not, the port's wait will end when it is.
    bool IsSet() noexcept;

private:
    class Signal;

    IoPort& m_port;
    UniqueFile m_event;
    std::unique_ptr<Signal> m_signal;
};

} // namespace win32
