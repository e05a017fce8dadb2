#include "service_threads.h"
#include "protocol.h"
#include <atomic>
#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <windows.h>
#include <malloc.h>

namespace standin {

namespace {

// Reserved on every thread for the crash report, in case the stack is exhausted. Wine reserves too little and then ends
// the thread without a report; the watchers notice that.
constexpr ULONG kStackForCrashReport = 32 * 1024;

std::atomic<bool> s_processEnds = false;

thread_local std::string t_name;

struct ServiceThread
{
    std::string name;
    size_t stack = 0;
    std::mutex mutex;
    std::condition_variable wake;
    std::deque<std::function<void()>> jobs;
};

size_t StackLeft()
{
    ULONG_PTR low = 0;
    ULONG_PTR high = 0;
    GetCurrentThreadStackLimits(&low, &high);
    const char here = 0;
    return reinterpret_cast<ULONG_PTR>(&here) - low;
}

// Wine gives every thread at least 1 MiB. If less was requested, the surplus is used up below the job's frame, as if
// the service called the hook from a deep stack.
__attribute__((noinline)) void CallWithStack(size_t stack, const std::function<void()>& job)
{
    const size_t left = StackLeft();
    if (stack != 0 && left > stack)
    {
        volatile char* surplus = static_cast<char*>(alloca(left - stack));
        surplus[0] = 0;
    }
    job();
}

DWORD WINAPI ThreadMain(void* argument)
{
    ServiceThread& self = *static_cast<ServiceThread*>(argument);
    t_name = self.name;
    ULONG guarantee = kStackForCrashReport;
    SetThreadStackGuarantee(&guarantee);
    for (;;)
    {
        std::unique_lock lock(self.mutex);
        self.wake.wait(lock, [&] { return !self.jobs.empty(); });
        const std::function<void()> job = std::move(self.jobs.front());
        self.jobs.pop_front();
        lock.unlock();
        CallWithStack(self.stack, job);
    }
}

void Watch(HANDLE handle, const ServiceThread& thread)
{
    WaitForSingleObject(handle, INFINITE);
    if (s_processEnds)
    {
        return;
    }
    Send(Event("crash").Add("code", "thread-ended").Add("thread", thread.name));
    TerminateProcess(GetCurrentProcess(), 1);
}

void Start(ServiceThread& thread)
{
    const DWORD flags = thread.stack == 0 ? 0 : STACK_SIZE_PARAM_IS_A_RESERVATION;
    const HANDLE handle = CreateThread(nullptr, thread.stack, ThreadMain, &thread, flags, nullptr);
    if (handle == nullptr)
    {
        throw std::runtime_error("CreateThread failed");
    }
    std::thread(Watch, handle, std::cref(thread)).detach();
}

} // namespace

void RunOnServiceThread(const std::string& name, size_t stack, std::function<void()> job)
{
    // Only the main thread gets here. The threads live as long as the process.
    static auto& s_threads = *new std::map<std::string, std::unique_ptr<ServiceThread>>;
    auto& thread = s_threads[name];
    if (!thread)
    {
        thread = std::make_unique<ServiceThread>();
        thread->name = name;
        thread->stack = stack;
        Start(*thread);
    }
    if (thread->stack != stack)
    {
        throw std::runtime_error("thread " + name + " has another stack size");
    }
    const std::scoped_lock lock(thread->mutex);
    thread->jobs.push_back(std::move(job));
    thread->wake.notify_one();
}

void ExpectThreadsToEnd()
{
    s_processEnds = true;
}

const std::string& ServiceThreadName()
{
    return t_name;
}

} // namespace standin
