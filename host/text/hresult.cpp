#include "text/hresult.h"
#include "generated/hresults.h"
#include "text/hex.h"

namespace text {

std::string HresultToText(int32_t result)
{
    const std::string number = "0x" + Hex(static_cast<uint32_t>(result), 8, kUpperDigits);
    for (const auto& entry : hresults::kHresults)
    {
        if (entry.value == result)
        {
            return number + " (" + entry.name + ")";
        }
    }
    return number;
}

} // namespace text
