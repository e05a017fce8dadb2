// Each session's instance lock: recursive, held while a hook runs, taken again by every API call that reaches the VM.
// In wslservice a plugin that calls from another thread while its hook waits for that thread hangs WSL for ever; here
// the wait is bounded and found out.
#pragma once
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>

namespace standin {

using SessionLock = std::unique_lock<std::recursive_timed_mutex>;

// For the service itself: waits as long as it takes.
SessionLock EnterSession(uint32_t session);

// The service-wide lock of container sessions, which is held while a session is created and while sessions are looked
// through; recursive, too.
SessionLock EnterContainerSessions();

// For API calls: not owned when the time is up.
SessionLock TryEnterSession(uint32_t session);
SessionLock TryEnterContainerSessions();
void SetDeadlockTime(std::chrono::milliseconds time);

} // namespace standin
