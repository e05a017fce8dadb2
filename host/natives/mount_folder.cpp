#include "generated/hresults.h"
#include "generated/natives.h"
#include "plugin/script.h"
#include "text/utf.h"
#include "win32/trusted_path.h"
#include "win32/wide.h"

namespace {

// S_OK, E_ACCESSDENIED, or the error of opening the folder.
HRESULT JudgeMount(Script& script, const std::u16string& windowsPath, bool readOnly)
{
    const Permissions& permissions = script.GetPermissions();
    const std::string folder = text::Utf16ToUtf8(win32::FullFolderPath(windowsPath));
    const unsigned write = readOnly ? kPlain : kWrite;
    // Only a script that may mount the folder learns whether it exists and who can change it.
    if (script.Lacks({"vm.mount", folder, write}))
    {
        return hresults::kEAccessdenied;
    }
    // WSL opens it again by its name, as SYSTEM: it must be a folder that others cannot replace, unless its entry says
    // otherwise.
    const Permission unsafe{"vm.mount", folder, write | kUserWritable};
    const bool needsSafe = permissions.Judge(unsafe).has_value();
    const win32::TrustedFile found = needsSafe ? win32::OpenTrustedFolder(windowsPath, script.PathRules())
                                               : win32::OpenFolder(windowsPath);
    if (found.result != win32::kNotTrusted)
    {
        return found.result;
    }
    const bool entryHelps = needsSafe && win32::OpenFolder(windowsPath).result != win32::kNotTrusted;
    script.Denies(entryHelps ? permissions.Judge(unsafe, found.refusal) : Denial{unsafe, {}, found.refusal});
    return hresults::kEAccessdenied;
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
    if (const HRESULT result = JudgeMount(script, windowsPath, readOnly); FAILED(result))
    {
        return result;
    }
    return script.Api().MountFolder(session, AsWide(windowsPath), AsWide(linuxPath), readOnly, AsWide(name));
}
