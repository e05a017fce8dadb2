// The host's end of a process's standard input and output: receives and sends in the background, one of each at a time.
// A status below zero is an HRESULT; others are successes.
#pragma once
#include "win32/io_handle.h"
#include "win32/io_port.h"
#include <cstdint>
#include <memory>
#include <span>
#include <variant>
#include <vector>

namespace win32 {

class IoStream
{
public:
    // Throws std::bad_alloc. The port must outlive the stream.
    IoStream(IoPort& port, IoHandle handle);
    ~IoStream();
    IoStream(const IoStream&) = delete;
    IoStream& operator=(const IoStream&) = delete;

    // Call it first. If it fails, the stream cannot be used.
    HRESULT Open() noexcept
    {
        return m_handle.AddTo(m_port);
    }

    // The received bytes (none: the other side has ended), valid until the next call; or the status 0 if there are none
    // yet. Throws std::bad_alloc.
    std::variant<int32_t, std::span<const uint8_t>> Receive();

    // How many of the bytes were accepted, to be sent in the background; 0 while earlier ones are being sent. Throws
    // std::bad_alloc.
    int32_t Send(std::span<const uint8_t> bytes);

    // 1 while accepted bytes are still being sent.
    int32_t Sending() const noexcept
    {
        return FAILED(m_sendResult) ? m_sendResult : m_send->UnderWay();
    }

    // Closes the output after all accepted bytes have been sent.
    HRESULT EndSending() noexcept;

    // Which of the events have happened. To become readable, it has to be receiving. Throws std::bad_alloc.
    uint32_t Ready(uint32_t events);

private:
    class Transfer final : public IoOperation
    {
    public:
        using Completed = void (IoStream::*)(HRESULT result, size_t count) noexcept;

        Transfer(IoStream& stream, Completed completed) noexcept :
            IoOperation(stream.m_port), m_stream(stream), m_completed(completed)
        {}

    private:
        void OnCompleted() noexcept override;

        IoStream& m_stream;
        const Completed m_completed;
    };

    void BeginReceive();
    void OnReceived(HRESULT result, size_t count) noexcept;
    void GoOnSending() noexcept;
    void CountSent(HRESULT result, size_t count) noexcept;
    void OnSent(HRESULT result, size_t count) noexcept;

    IoPort& m_port;
    IoHandle m_handle;

    std::unique_ptr<Transfer> m_receive;
    size_t m_received = 0; // bytes in its buffer that have not been read
    bool m_filled = false; // its buffer was full
    bool m_broken = false;
    bool m_ended = false;
    HRESULT m_receiveResult = S_OK;

    std::unique_ptr<Transfer> m_send;
    size_t m_accepted = 0; // bytes in its buffer
    size_t m_sent = 0;     // of these
    bool m_endsSending = false;
    HRESULT m_sendResult = S_OK;
};

} // namespace win32
