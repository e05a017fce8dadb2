#include "engine/system.h"
#include "generated/hresults.h"
#include "generated/natives.h"
#include "generated/numbers.h"
#include <algorithm>

std::variant<int32_t, std::vector<uint8_t>> natives::RandomBytes(Script&, uint32_t count)
{
    std::vector<uint8_t> bytes(std::min(count, numbers::kMaximumRandom));
    if (!engine::FillRandom(bytes))
    {
        return hresults::kEFail;
    }
    return bytes;
}
