#include "win32/worker.h"
#include "win32/windows.h"
#include <memory>
#include <new>

namespace win32 {

namespace {

// A pool of the host's own, because the process's may be busy. Lives as long as the process.
class WorkerPool
{
public:
    static PTP_CALLBACK_ENVIRON Environment()
    {
        static WorkerPool& s_pool = *new WorkerPool();
        return &s_pool.m_environment;
    }

private:
    // Enough that a few threads that hang leave some for other work.
    static constexpr DWORD kMaximumThreads = 16;

    WorkerPool()
    {
        const PTP_POOL pool = CreateThreadpool(nullptr);
        if (pool == nullptr)
        {
            throw std::bad_alloc();
        }
        SetThreadpoolThreadMaximum(pool, kMaximumThreads);
        InitializeThreadpoolEnvironment(&m_environment);
        SetThreadpoolCallbackPool(&m_environment, pool);
    }

    TP_CALLBACK_ENVIRON m_environment;
};

void CALLBACK Run(PTP_CALLBACK_INSTANCE, PVOID context)
{
    const std::unique_ptr<std::function<void()>> work(static_cast<std::function<void()>*>(context));
    (*work)();
}

} // namespace

bool RunOnWorker(std::function<void()> work) noexcept
try
{
    auto owned = std::make_unique<std::function<void()>>(std::move(work));
    if (!TrySubmitThreadpoolCallback(Run, owned.get(), WorkerPool::Environment()))
    {
        return false;
    }
    static_cast<void>(owned.release());
    return true;
}
catch (const std::bad_alloc&)
{
    return false;
}

} // namespace win32
