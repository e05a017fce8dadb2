#include "engine/running_time.h"
#include <ctime>
#include <pthread.h>

namespace engine {

uint64_t ThisThread() noexcept
{
    return pthread_self();
}

Clock::duration RunningTime(uint64_t thread) noexcept
{
    clockid_t clock{};
    timespec time{};
    if (pthread_getcpuclockid(thread, &clock) != 0 || clock_gettime(clock, &time) != 0)
    {
        return Clock::now().time_since_epoch();
    }
    using namespace std::chrono;
    return duration_cast<Clock::duration>(seconds(time.tv_sec) + nanoseconds(time.tv_nsec));
}

} // namespace engine
