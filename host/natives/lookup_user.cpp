#include "generated/natives.h"
#include "plugin/script.h"

std::u16string natives::LookupUser(Script& script, const std::u16string& sid)
{
    if (script.Lacks({"windows.account", ""}))
    {
        return {};
    }
    return script.Accounts().Find(sid, script.WaitEnd());
}
