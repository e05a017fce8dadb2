// Each session's instance lock: recursive, held while a hook runs, taken again by every API call that reaches the VM.
// In wslservice a plugin that calls from another thread while its hook waits for that thread hangs WSL for ever; here
// the wait is bounded and reported.
#pragma once
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>

namespace standin {

using SessionLock = std::unique_lock<std::recursive_timed_mutex>;

// For the service itself: waits as long as it takes.
SessionLock EnterSession(uint32_t session);

// The service-wide lock of container sessions, held while a session is created and while sessions are looked up; also
// recursive.
SessionLock EnterContainerSessions();

// For API calls: not owned if the time is over.
SessionLock TryEnterSession(uint32_t session);
SessionLock TryEnterContainerSessions();
void SetDeadlockTime(std::chrono::milliseconds time);

} // namespace standin
