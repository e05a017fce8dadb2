#include "win32/refusal.h"
#include "text/utf.h"
#include "win32/account.h"

namespace win32 {

namespace {

// "BUILTIN\Users (S-1-5-32-545)", "Everyone (S-1-1-0)"
std::string ShownAccount(const std::string& sid)
{
    std::string name = text::Utf16ToUtf8(LocalAccountOf(text::Utf8ToUtf16(sid)));
    if (name.starts_with('\\'))
    {
        name.erase(0, 1);
    }
    return name.empty() ? sid : name + " (" + sid + ")";
}

std::string Reason(const Objection& objection)
{
    switch (objection.kind)
    {
    case ObjectionKind::Owner:
        return " belongs to " + ShownAccount(objection.account) + ", who may change it";
    case ObjectionKind::NoAccessList:
        return " has no access list, so any account may change it";
    case ObjectionKind::Access:
        return ": " + ShownAccount(objection.account) + " may " + std::string(objection.permission);
    default:
        return " has permissions that cannot be read";
    }
}

// By SID, since the names of accounts depend on Windows' language. In quotation marks, for PowerShell.
std::string Remedy(const std::string& path, Place place, const Objection& objection)
{
    const std::string command = "\n    icacls \"" + path + "\" ";
    const bool isOwner = objection.kind == ObjectionKind::Owner;
    const std::string newOwner = isOwner ? command + "/setowner *S-1-5-32-544" : "";
    if (place == Place::File)
    {
        // A copy gets the folder's permissions.
        return newOwner + command + "/reset";
    }
    if (objection.kind == ObjectionKind::Access)
    {
        return command + "/inheritance:d" + command + "/grant:r \"*" + objection.account + ":(OI)(CI)RX\"";
    }
    return isOwner ? newOwner : command + "/reset";
}

} // namespace

std::string ShownPath(const std::u16string& path)
{
    constexpr std::u16string_view kLongPrefix = u"\\\\?\\";
    return text::Utf16ToUtf8(path.starts_with(kLongPrefix) ? path.substr(kLongPrefix.size()) : path);
}

std::string RefusalText(const std::u16string& path, Place place, const Objection& objection)
{
    const std::string shown = ShownPath(path);
    const std::string moved = place == Place::File ? " A file that was moved here keeps its owner and permissions."
                                                   : "";
    return shown + Reason(objection) + "." + moved + " An administrator can fix that with" +
        Remedy(shown, place, objection);
}

} // namespace win32
