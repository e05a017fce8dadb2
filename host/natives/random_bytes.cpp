#include "engine/system.h"
#include "generated/hresults.h"
#include "generated/natives.h"
#include <algorithm>

std::variant<int32_t, std::vector<uint8_t>> natives::RandomBytes(Script&, uint32_t count)
{
    // What the system gives at once.
    constexpr uint32_t kMaximum = 256;
    std::vector<uint8_t> bytes(std::min(count, kMaximum));
    if (!engine::FillRandom(bytes))
    {
        return hresults::kEFail;
    }
    return bytes;
}
