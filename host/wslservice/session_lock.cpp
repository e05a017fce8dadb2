#include "session_lock.h"
#include <atomic>
#include <map>

namespace standin {

static std::atomic<int64_t> s_deadlockMilliseconds = 5000;

static std::recursive_timed_mutex& InstanceLock(uint32_t session)
{
    static std::mutex& s_mutex = *new std::mutex;
    static auto& s_locks = *new std::map<uint32_t, std::recursive_timed_mutex>;
    const std::scoped_lock lock(s_mutex);
    return s_locks[session];
}

SessionLock EnterSession(uint32_t session)
{
    return SessionLock(InstanceLock(session));
}

static std::recursive_timed_mutex& ContainerSessionsLock()
{
    static auto& s_lock = *new std::recursive_timed_mutex;
    return s_lock;
}

SessionLock EnterContainerSessions()
{
    return SessionLock(ContainerSessionsLock());
}

SessionLock TryEnterSession(uint32_t session)
{
    return SessionLock(InstanceLock(session), std::chrono::milliseconds(s_deadlockMilliseconds));
}

SessionLock TryEnterContainerSessions()
{
    return SessionLock(ContainerSessionsLock(), std::chrono::milliseconds(s_deadlockMilliseconds));
}

void SetDeadlockTime(std::chrono::milliseconds time)
{
    s_deadlockMilliseconds = time.count();
}

} // namespace standin
