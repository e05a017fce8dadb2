#include "win32/io_port.h"
#include "engine/clock.h"
#include "win32/last_error.h"
#include <algorithm>
#include <span>

namespace win32 {

namespace {

// How long Windows may take to complete a cancelled operation.
constexpr std::chrono::milliseconds kDrainTime{500};

} // namespace

IoOperation::~IoOperation()
{
    m_port.m_buffered -= m_buffer.size();
}

void IoOperation::Enlarge(size_t wanted)
{
    const size_t size = m_buffer.size();
    if (const size_t room = m_port.RoomFor(wanted); room > size)
    {
        m_buffer = std::vector<uint8_t>(room);
        m_port.m_buffered += room - size;
    }
}

void IoOperation::SetUnderWay(HRESULT result) noexcept
{
    m_underWay = result == IoPort::kUnderWay;
    m_port.m_underWay += m_underWay ? 1 : 0;
}

HRESULT IoPort::Open() noexcept
{
    if (m_port)
    {
        return S_OK;
    }
    const HANDLE port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, nullptr, 0, 1);
    if (port == nullptr)
    {
        return LastError();
    }
    m_port = UniqueFile(port);
    return S_OK;
}

HRESULT IoPort::Add(HANDLE handle) noexcept
{
    if (const HRESULT result = Open(); FAILED(result))
    {
        return result;
    }
    return CreateIoCompletionPort(handle, m_port.Get(), 0, 0) == nullptr ? LastError() : S_OK;
}

HRESULT IoPort::Post(IoOperation& operation) noexcept
{
    return PostQueuedCompletionStatus(m_port.Get(), 0, 0, &operation.Overlapped()) ? S_OK : LastError();
}

HRESULT IoPort::Wait(std::chrono::milliseconds time) noexcept
{
    const auto milliseconds = static_cast<DWORD>(time.count());
    if (!m_port)
    {
        Sleep(milliseconds);
        return S_FALSE;
    }
    OVERLAPPED_ENTRY entries[64];
    ULONG count = 0;
    if (!GetQueuedCompletionStatusEx(m_port.Get(), entries, std::size(entries), &count, milliseconds, FALSE))
    {
        return GetLastError() == WAIT_TIMEOUT ? S_FALSE : LastError();
    }
    for (const OVERLAPPED_ENTRY& entry : std::span(entries, count))
    {
        Complete(*static_cast<IoOperation::Packet*>(entry.lpOverlapped)->operation);
    }
    return S_OK;
}

void IoPort::Complete(IoOperation& operation) noexcept
{
    m_underWay--;
    operation.m_underWay = false;
    if (operation.m_abandoned)
    {
        m_abandoned--;
        delete &operation;
    }
    else
    {
        operation.OnCompleted();
    }
}

void IoPort::Abandon(std::unique_ptr<IoOperation> operation) noexcept
{
    if (operation->UnderWay())
    {
        // Windows owns it from here on; if Windows never completes it, it is never freed.
        operation.release()->m_abandoned = true;
        m_abandoned++;
    }
}

size_t IoPort::Drain() noexcept
{
    using namespace std::chrono;
    const auto end = engine::Clock::now() + kDrainTime;
    for (auto now = engine::Clock::now(); m_abandoned > m_kept && now < end; now = engine::Clock::now())
    {
        if (Wait(ceil<milliseconds>(end - now)) != S_OK)
        {
            break;
        }
    }
    const size_t keptBefore = std::min(m_kept, m_abandoned);
    m_kept = m_abandoned;
    return m_kept - keptBefore;
}

} // namespace win32
