#include "engine/system.h"
#include <ctime>
#include <unistd.h>

namespace engine {

bool FillRandom(std::span<unsigned char> bytes) noexcept
{
    return getentropy(bytes.data(), bytes.size()) == 0;
}

int32_t SecondsEastOfUtc(int64_t seconds) noexcept
{
    std::tm local{};
    return localtime_r(&seconds, &local) != nullptr ? static_cast<int32_t>(local.tm_gmtoff) : 0;
}

} // namespace engine
