// Folders of Windows in the VMs of container sessions.
#include "generated/hresults.h"
#include "generated/natives.h"
#include "plugin/script.h"
#include "text/utf.h"
#include "win32/trusted_path.h"
#include "win32/wide.h"

namespace {

// WSL opens the folder again, with the rights of the session's user: what he can change there he may mount anyway. One
// that is not there is WSL's to report.
bool IsDenied(Script& script, const std::u16string& windowsPath, bool readOnly)
{
    std::u16string folder;
    const bool isThere = SUCCEEDED(win32::FinalPathOf(windowsPath, folder));
    const std::string value = text::Utf16ToUtf8(isThere ? folder : windowsPath);
    return script.Lacks({"container.mount", value, readOnly ? kPlain : kWrite});
}

} // namespace

// A script reaches a container session only in hooks of the versions that have both calls.
int32_t natives::WslcMountFolder(
    Script& script, uint32_t session, const std::u16string& windowsPath, const std::string& mountpoint, bool readOnly)
{
    if (!script.Reaches({session, SessionKind::Containers}))
    {
        return hresults::kWslcESessionNotFound;
    }
    if (IsDenied(script, windowsPath, readOnly))
    {
        return hresults::kEAccessdenied;
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
