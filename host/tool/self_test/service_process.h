// The stand-in for WSL's service in a process of its own: this program once more.
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
    // With shadow stacks, where Windows has them. Throws ToolError.
    ServiceProcess();
    // Ends it, whatever it does.
    ~ServiceProcess();
    ServiceProcess(const ServiceProcess&) = delete;
    ServiceProcess& operator=(const ServiceProcess&) = delete;

    // The reply to a request. Throws ToolError: the process has crashed, with what it reported, or is still silent when
    // the time is over, or does not understand.
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

// What starts that: the command line's second word, which no help shows.
constexpr char16_t kServiceProcessOption[] = u"--stand-in";

} // namespace tool
