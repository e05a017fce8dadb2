#include "win32/event_wait.h"
#include "win32/last_error.h"
#include <atomic>

namespace win32 {

// The packet that the pool's thread posts. It is pending until the port has received it.
class EventWait::Signal final : public IoOperation
{
public:
    explicit Signal(IoPort& port) noexcept : IoOperation(port), m_port(port) {}

    HRESULT Start(HANDLE event) noexcept
    {
        constexpr ULONG kFlags = WT_EXECUTEONLYONCE | WT_EXECUTEINWAITTHREAD;
        return RegisterWaitForSingleObject(&m_wait, event, OnSet, this, INFINITE, kFlags) ? IoPort::kUnderWay
                                                                                          : LastError();
    }

    // From then on only the port uses it.
    void Stop() noexcept
    {
        if (m_wait == nullptr)
        {
            return;
        }
        // Waits for a running callback, which only posts.
        UnregisterWaitEx(m_wait, INVALID_HANDLE_VALUE);
        if (!m_posted)
        {
            m_port.Post(*this);
        }
    }

private:
    static void CALLBACK OnSet(void* signal, BOOLEAN) noexcept
    {
        auto& self = *static_cast<Signal*>(signal);
        self.m_posted = SUCCEEDED(self.m_port.Post(self));
    }

    void OnCompleted() noexcept override {}

    IoPort& m_port;
    HANDLE m_wait = nullptr;
    std::atomic<bool> m_posted = false;
};

EventWait::EventWait(IoPort& port, UniqueFile event) :
    m_port(port), m_event(std::move(event)), m_signal(std::make_unique<Signal>(port))
{}

EventWait::~EventWait()
{
    m_signal->Stop();
    m_port.Abandon(std::move(m_signal));
}

bool EventWait::IsSet() noexcept
{
    if (WaitForSingleObject(m_event.Get(), 0) != WAIT_TIMEOUT)
    {
        return true;
    }
    if (!m_signal->UnderWay() && SUCCEEDED(m_port.Open()))
    {
        m_signal->Begin([&](OVERLAPPED&) { return m_signal->Start(m_event.Get()); });
    }
    return false;
}

} // namespace win32
