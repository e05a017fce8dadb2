// The service's threads, made on demand under the names that tests give them. A thread runs its jobs one after the
// other; different threads run at the same time, as RPC threads do in wslservice.
#pragma once
#include <cstddef>
#include <functional>
#include <string>

namespace standin {

// Queues the job. `stack` counts when the thread is made (the first job under that name): 0 is the default of the
// program. Throws std::runtime_error when a thread that exists has another stack, or the system gives no thread.
void RunOnServiceThread(const std::string& name, size_t stack, std::function<void()> job);

// The process is about to end, and its threads with it; from now on that is no crash.
void ExpectThreadsToEnd();

// The name of the calling thread; "" for one that a plugin made.
const std::string& ServiceThreadName();

} // namespace standin
