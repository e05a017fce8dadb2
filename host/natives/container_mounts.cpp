// Folders of Windows in the VMs of container sessions.
#include "generated/hresults.h"
#include "generated/natives.h"
#include "plugin/script.h"
#include "win32/text.h"

// A script reaches a container session only in hooks of the versions that have both calls.
int32_t natives::WslcMountFolder(
    Script& script, uint32_t session, const std::u16string& windowsPath, const std::string& mountpoint, bool readOnly)
{
    if (!script.Reaches({session, SessionKind::Containers}))
    {
        return hresults::kWslcESessionNotFound;
    }
    return script.Api().WSLCMountFolder(session, win32::AsWide(windowsPath), mountpoint.c_str(), readOnly);
}

int32_t natives::WslcUnmountFolder(Script& script, uint32_t session, const std::string& mountpoint)
{
    if (!script.Reaches({session, SessionKind::Containers}))
    {
        return hresults::kWslcESessionNotFound;
    }
    return script.Api().WSLCUnmountFolder(session, mountpoint.c_str());
}
