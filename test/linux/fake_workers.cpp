// Work for threads of the host's own.
#include "fake_windows.h"
#include "win32/worker.h"
#include <mutex>
#include <thread>
#include <vector>

namespace {

std::mutex g_lock;
std::vector<std::jthread> g_threads;

} // namespace

void FinishWork()
{
    for (;;)
    {
        // A thread may start another.
        std::vector<std::jthread> threads;
        {
            const std::lock_guard lock(g_lock);
            threads.swap(g_threads);
        }
        if (threads.empty())
        {
            return;
        }
    }
}

namespace win32 {

bool RunOnWorker(std::function<void()> work) noexcept
{
    const std::lock_guard lock(g_lock);
    g_threads.emplace_back(std::move(work));
    return true;
}

} // namespace win32
