// The stand-in for WSL's service in a process of its own: a second instance of this program.
#pragma once
#include "win32/handle.h"
#include "wslservice/protocol.h"
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

namespace tool {

class ServiceProcess
{
public:
    // With shadow stacks if Windows has them. Throws ToolError.
    ServiceProcess();
    // Ends the process, whatever it is doing.
    ~ServiceProcess();
    ServiceProcess(const ServiceProcess&) = delete;
    ServiceProcess& operator=(const ServiceProcess&) = delete;

    // The reply to a request. Throws ToolError if the process has crashed (with its report), is still silent when the
    // time is over, or rejects the request.
    standin::Message Ask(const standin::Message& request);

private:
    void Start(HANDLE input, HANDLE output);
    void Read();
    std::optional<standin::Message> NextMessage();

    win32::UniqueFile m_process;
    win32::UniqueFile m_requests;
    win32::UniqueFile m_replies;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<standin::Message> m_messages;
    bool m_hasEnded = false;
    std::thread m_reader;
};

// The child's side: does not return.
[[noreturn]] void BeServiceProcess();

// The command line's second word that starts it; no help shows it.
constexpr char16_t kServiceProcessOption[] = u"--stand-in";

} // namespace tool
