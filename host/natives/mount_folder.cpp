#include "generated/hresults.h"
#include "generated/natives.h"
#include "plugin/script.h"
#include "win32/text.h"

int32_t natives::MountFolder(
    Script& script,
    uint32_t session,
    const std::u16string& windowsPath,
    const std::u16string& linuxPath,
    bool readOnly,
    const std::u16string& name)
{
    using win32::AsWide;
    if (!script.Reaches({session}))
    {
        return hresults::kRpcEDisconnected;
    }
    return script.Api().MountFolder(session, AsWide(windowsPath), AsWide(linuxPath), readOnly, AsWide(name));
}
