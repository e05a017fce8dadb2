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
    const auto judge = [&](const std::u16string& folder, unsigned flags, std::string_view remark) {
        const unsigned all = flags | (readOnly ? kPlain : kWrite);
        return script.Denies(permissions.Judge({"vm.mount", text::Utf16ToUtf8(folder), all}, remark))
            ? hresults::kEAccessdenied
            : S_OK;
    };
    const win32::TrustedFile found = win32::OpenTrustedFolder(windowsPath, script.PathRules());
    if (found.result != win32::kNotTrusted)
    {
        return FAILED(found.result) ? found.result : judge(found.path, kPlain, {});
    }
    // Nothing is asked of another machine without need.
    if (!permissions.MayHaveUnsafeFolder())
    {
        return judge(windowsPath, kUserWritable, found.refusal);
    }
    std::u16string folder;
    const HRESULT result = win32::FinalPathOf(windowsPath, folder);
    return FAILED(result) ? result : judge(folder, kUserWritable, found.refusal);
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
