#include "text/hresult.h"
#include "generated/hresults.h"
#include <cstdio>

namespace text {

std::string HresultToText(int32_t result)
{
    char number[16];
    std::snprintf(number, sizeof(number), "0x%08X", static_cast<unsigned>(result));
    for (const auto& entry : hresults::kHresults)
    {
        if (entry.value == result)
        {
            return std::string(number) + " (" + entry.name + ")";
        }
    }
    return number;
}

} // namespace text
