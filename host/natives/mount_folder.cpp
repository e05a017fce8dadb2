#include "generated/hresults.h"
#include "generated/natives.h"
#include "plugin/script.h"
#include "text/utf.h"
#include "win32/trusted_path.h"
#include "win32/wide.h"

namespace {

// Why the folder may not be mounted: S_OK, E_ACCESSDENIED, or what finding it failed with. WSL opens it again, by its
// name and as SYSTEM: it must be one that stays what it is, unless its entry says otherwise.
HRESULT Judge(Script& script, const std::u16string& windowsPath, bool readOnly)
{
    const Permissions& permissions = script.GetPermissions();
    const auto needed = [&](const std::u16string& folder, unsigned flags) {
        return Permission{"vm.mount", text::Utf16ToUtf8(folder), flags | (readOnly ? kPlain : kWrite)};
    };
    std::u16string unsafe = windowsPath;
    // Nothing is asked of another machine without need.
    if (permissions.MayHaveUnsafeFolder())
    {
        if (const HRESULT result = win32::FinalPathOf(windowsPath, unsafe); FAILED(result))
        {
            return result;
        }
        if (!permissions.Judge(needed(unsafe, kUserWritable)))
        {
            return S_OK;
        }
    }
    const win32::TrustedFile found = win32::OpenTrustedFolder(windowsPath, script.PathRules());
    const bool isSafe = found.result != win32::kNotTrusted;
    if (isSafe && FAILED(found.result))
    {
        return found.result;
    }
    const bool isDenied = script.Denies(
        isSafe ? permissions.Judge(needed(found.path, kPlain))
               : permissions.Judge(needed(unsafe, kUserWritable), found.refusal));
    return isDenied ? hresults::kEAccessdenied : S_OK;
}

} // namespace

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
    if (const HRESULT result = Judge(script, windowsPath, readOnly); FAILED(result))
    {
        return result;
    }
    return script.Api().MountFolder(session, AsWide(windowsPath), AsWide(linuxPath), readOnly, AsWide(name));
}
