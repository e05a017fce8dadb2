#include "generated/natives.h"
#include "win32/account.h"

std::u16string natives::LookupUser(Script&, const std::u16string& sid)
{
    return win32::AccountOf(sid);
}
