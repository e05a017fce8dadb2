#include "win32/io_stream.h"
#include "generated/numbers.h"
#include <algorithm>

namespace win32 {

using numbers::kReadable;
using numbers::kWritable;

namespace {

// The buffer of a receive is as large as the previous one needed.
constexpr size_t kFirstRoom = 8 * 1024;

// A script must not be able to make the host allocate any amount.
constexpr size_t kMaximumRoom = numbers::kMaximumChunk;
constexpr size_t kMaximumSend = numbers::kMaximumSend;

} // namespace

void IoStream::Transfer::OnCompleted() noexcept
{
    size_t count = 0;
    const HRESULT result = m_stream.m_handle.Result(Overlapped(), count);
    (m_stream.*m_completed)(result, count);
}

IoStream::IoStream(IoPort& port, IoHandle handle) :
    m_port(port), m_handle(std::move(handle)), m_receive(std::make_unique<Transfer>(*this, &IoStream::OnReceived)),
    m_send(std::make_unique<Transfer>(*this, &IoStream::OnSent))
{}

IoStream::~IoStream()
{
    if (m_receive->UnderWay() || m_send->UnderWay())
    {
        m_handle.Cancel();
    }
    m_port.Abandon(std::move(m_receive));
    m_port.Abandon(std::move(m_send));
}

std::variant<int32_t, std::span<const uint8_t>> IoStream::Receive()
{
    if ((Ready(kReadable) & kReadable) == 0)
    {
        return 0;
    }
    if (m_received > 0)
    {
        return std::span<const uint8_t>(m_receive->Buffer()).first(std::exchange(m_received, 0));
    }
    if (m_ended)
    {
        return std::span<const uint8_t>();
    }
    return m_receiveResult;
}

int32_t IoStream::Send(std::span<const uint8_t> bytes)
{
    if (FAILED(m_sendResult))
    {
        return m_sendResult;
    }
    if (m_endsSending)
    {
        return HRESULT_FROM_WIN32(WSAESHUTDOWN);
    }
    if (m_send->UnderWay())
    {
        return 0;
    }
    m_send->Enlarge(std::min(bytes.size(), kMaximumSend));
    m_accepted = std::min(bytes.size(), m_send->Buffer().size());
    std::copy_n(bytes.begin(), m_accepted, m_send->Buffer().begin());
    m_sent = 0;
    GoOnSending();
    return FAILED(m_sendResult) ? m_sendResult : static_cast<int32_t>(m_accepted);
}

HRESULT IoStream::EndSending() noexcept
{
    m_endsSending = true;
    return m_send->UnderWay() ? S_OK : m_handle.EndSending();
}

uint32_t IoStream::Ready(uint32_t events)
{
    const auto isReadable = [this] { return m_received > 0 || m_ended || FAILED(m_receiveResult); };
    while ((events & kReadable) != 0 && !isReadable() && !m_receive->UnderWay())
    {
        BeginReceive();
    }
    return events & ((isReadable() ? kReadable : 0) | (m_send->UnderWay() ? 0 : kWritable));
}

void IoStream::BeginReceive()
{
    const size_t room = m_receive->Buffer().size();
    if (room == 0 || m_filled)
    {
        m_receive->Enlarge(room == 0 ? kFirstRoom : std::min(room * 4, kMaximumRoom));
    }
    size_t count = 0;
    const HRESULT result = m_receive->Begin(
        [&](OVERLAPPED& overlapped) { return m_handle.Receive(m_receive->Buffer(), overlapped, count); });
    if (result != IoPort::kUnderWay)
    {
        OnReceived(result, count);
    }
}

void IoStream::OnReceived(HRESULT result, size_t count) noexcept
{
    if (IsEndOfStream(result) && !std::exchange(m_broken, true))
    {
        // Bytes that came just before the connection broke may be left for the next receive, as under Wine.
        return;
    }
    m_received = count;
    m_filled = count == m_receive->Buffer().size();
    m_ended = SUCCEEDED(result) ? count == 0 : IsEndOfStream(result);
    m_receiveResult = result;
}

void IoStream::GoOnSending() noexcept
{
    while (SUCCEEDED(m_sendResult) && m_sent < m_accepted)
    {
        size_t count = 0;
        const HRESULT result = m_send->Begin([&](OVERLAPPED& overlapped) {
            return m_handle.Send(m_send->Buffer().first(m_accepted).subspan(m_sent), overlapped, count);
        });
        if (result == IoPort::kUnderWay)
        {
            return;
        }
        CountSent(result, count);
    }
}

void IoStream::CountSent(HRESULT result, size_t count) noexcept
{
    m_sent += count;
    // Sending nothing is not a success, and repeating it might never end.
    m_sendResult = SUCCEEDED(result) && count == 0 ? E_UNEXPECTED : result;
}

void IoStream::OnSent(HRESULT result, size_t count) noexcept
{
    CountSent(result, count);
    GoOnSending();
    if (m_endsSending && !m_send->UnderWay())
    {
        m_handle.EndSending();
    }
}

} // namespace win32
