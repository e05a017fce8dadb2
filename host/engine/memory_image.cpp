#include "engine/memory_image.h"
#include "engine/sandbox.h"
#include "engine/system.h"
#include <algorithm>
#include <array>
#include <new>

namespace engine {

// Asks the system for the same as QuickJS, in the same order, and computes the same.
void WriteFreshState(Sandbox& sandbox, const MemoryImage& image)
{
    using namespace std::chrono;
    std::array<unsigned char, sizeof(uint32_t)> guard;
    if (!FillRandom(guard))
    {
        throw std::bad_alloc();
    }
    sandbox.Write(image.stackGuard, guard);
    sandbox.Host().OnInput(RandomInput{guard});

    // The seed of xorshift64*, of which QuickJS takes the first number.
    const auto wallClock = WallClock();
    sandbox.Host().OnInput(ClockInput{true, static_cast<uint64_t>(wallClock.count())});
    uint64_t state = std::max<uint64_t>(static_cast<uint64_t>(floor<microseconds>(wallClock).count()), 1);
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    sandbox.Write(image.randomState, state);
    sandbox.Write(image.randomNumber, static_cast<uint32_t>(state * 0x2545F4914F6CDD1D));

    const auto steadyClock = SteadyClock();
    sandbox.Host().OnInput(ClockInput{false, static_cast<uint64_t>(steadyClock.count())});
    const double timeOrigin = duration<double, std::milli>(steadyClock).count();
    sandbox.Write(image.timeOrigin, timeOrigin);
    sandbox.Write(image.timeOriginProperty, MakeRaw(timeOrigin));
}

} // namespace engine
