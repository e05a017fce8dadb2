// The service's threads, made on demand under the names that tests give them. A thread runs its jobs one after the
// other; different threads run at the same time, as RPC threads do in wslservice.
#pragma once
#include <cstddef>
#include <functional>
#include <string>

namespace standin {

// Queues the job. `stack` is used when the thread is made (the first job under that name): 0 is the program's default.
// Throws std::runtime_error if an existing thread has another stack, or if the system provides no thread.
void RunOnServiceThread(const std::string& name, size_t stack, std::function<void()> job);

// The process and its threads are about to end; from now on that does not count as a crash.
void ExpectThreadsToEnd();

// The name of the calling thread; "" for one that a plugin made.
const std::string& ServiceThreadName();

} // namespace standin
