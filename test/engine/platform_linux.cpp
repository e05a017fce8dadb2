#include "engine/linear_memory.h"
#include "engine/platform.h"
#include <atomic>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <pthread.h>
#include <sanitizer/allocator_interface.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

namespace {

std::atomic<int> g_steppedOver = 0;

void StepOver(int, siginfo_t*, void* context)
{
    g_steppedOver++;
    static_cast<ucontext_t*>(context)->uc_mcontext.gregs[REG_RIP] += 2;
}

// Lines such as "7f0000000000-7f0200010000 ---p 00000000 00:00 0". The sanitizer's own reservations are larger than a
// sandbox's, and come in more pieces the more memory it has handed out.
uint64_t CountReservations()
{
    uint64_t count = 0;
    std::ifstream maps("/proc/self/maps");
    for (std::string line; std::getline(maps, line);)
    {
        size_t hyphen = 0;
        const uint64_t start = std::stoull(line, &hyphen, 16);
        const uint64_t end = std::stoull(line.substr(hyphen + 1), nullptr, 16);
        const uint64_t size = end - start;
        const bool isSandbox = size > (uint64_t{1} << 32) && size <= engine::LinearMemory::kReservation;
        count += isSandbox && line.find(" ---p ") != line.npos ? 1 : 0;
    }
    return count;
}

} // namespace

Resources CountResources()
{
    using Directory = std::filesystem::directory_iterator;
    const auto handles = std::distance(Directory("/proc/self/fd"), Directory());
    return {static_cast<uint64_t>(handles), __sanitizer_get_current_allocated_bytes(), CountReservations()};
}

void RunOnStackOf(size_t bytes, const std::function<void()>& body)
{
    const auto start = [](void* parameter) -> void* {
        (*static_cast<const std::function<void()>*>(parameter))();
        return nullptr;
    };
    void* parameter = const_cast<std::function<void()>*>(&body);
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, bytes);
    pthread_t thread{};
    pthread_create(&thread, &attributes, start, parameter);
    pthread_attr_destroy(&attributes);
    pthread_join(thread, nullptr);
}

const void* InaccessibleMemory()
{
    return mmap(nullptr, 1 << 20, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

bool IsReadable(const void* address)
{
    // The kernel reads, and reports an error if it cannot.
    int ends[2];
    if (pipe(ends) != 0)
    {
        return false;
    }
    const bool readable = write(ends[1], address, 1) == 1;
    close(ends[0]);
    close(ends[1]);
    return readable;
}

void StepOverFaults()
{
    struct sigaction action = {};
    action.sa_sigaction = StepOver;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigaction(SIGSEGV, &action, nullptr);
}

int SteppedOverFaults()
{
    return g_steppedOver;
}
