// Windows folders in the VMs of container sessions.
#include "generated/hresults.h"
#include "generated/natives.h"
#include "plugin/script.h"
#include "text/utf.h"
#include "win32/trusted_path.h"
#include "win32/wide.h"

namespace {

// S_OK, E_ACCESSDENIED, or the error of opening the folder. WSL opens it again with the rights of the session's user,
// who may mount whatever they can change there; WSL reports a folder that does not exist.
HRESULT JudgeContainerMount(Script& script, const std::u16string& windowsPath, bool readOnly)
{
    const std::string folder = text::Utf16ToUtf8(win32::FullFolderPath(windowsPath));
    const Permission needed{"container.mount", folder, readOnly ? kPlain : kWrite};
    if (script.Lacks(needed))
    {
        return hresults::kEAccessdenied;
    }
    const win32::TrustedFile found = win32::OpenFolder(windowsPath);
    if (found.result == win32::kNotTrusted)
    {
        script.Denies(Denial{needed, {}, found.refusal});
        return hresults::kEAccessdenied;
    }
    const bool isMissing = found.result == hresults::kErrorFileNotFound || found.result == hresults::kErrorPathNotFound;
    return isMissing ? S_OK : found.result;
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
    if (const HRESULT result = JudgeContainerMount(script, windowsPath, readOnly); FAILED(result))
    {
        return result;
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
