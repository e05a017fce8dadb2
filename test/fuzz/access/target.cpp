// Security descriptors, which the judgement reads byte by byte. Whatever the descriptor, it reads no byte outside it,
// names what it objects to, and is no stricter if fewer changes are allowed or more accounts are trusted.
#include "require.h"
#include "win32/access_judgement.h"
#include <vector>

using win32::JudgeAccess;
using win32::ObjectionKind;
using win32::Place;

namespace {

void RequireComplete(const win32::Objection& objection)
{
    const bool hasAccount = objection.kind == ObjectionKind::Owner || objection.kind == ObjectionKind::Access;
    Require(objection.account.starts_with("S-1-") == hasAccount, "an objection to an account names it");
    Require(objection.permission.empty() != (objection.kind == ObjectionKind::Access), "a permission is named");
    Require(objection.account != "S-1-5-32-544", "administrators are trusted");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    // A copy of exactly its size, to detect reading past the end.
    const std::vector<uint8_t> descriptor(data, data + size);
    const auto file = JudgeAccess(descriptor, Place::File);
    const auto folder = JudgeAccess(descriptor, Place::Folder);
    const auto above = JudgeAccess(descriptor, Place::FolderAbove);
    const auto drive = JudgeAccess(descriptor, Place::Drive);
    for (const auto& objection : {file, folder, above, drive})
    {
        if (objection)
        {
            RequireComplete(*objection);
        }
    }
    Require(folder || !above, "what is wrong with a folder above is wrong with the folder of the files");
    Require(above || !drive, "what is wrong with a drive is wrong with a folder above");
    Require(folder || !file, "what is wrong with a file is wrong with its folder");
    if (file && !file->account.empty())
    {
        const std::string trusted[]{file->account};
        const auto next = JudgeAccess(descriptor, Place::File, trusted);
        Require(!next || next->account != file->account, "an account that is trusted is not objected to");
    }
    if (!file)
    {
        const std::string trusted[]{"S-1-1-0"};
        Require(!JudgeAccess(descriptor, Place::File, trusted), "one account more that is trusted changes nothing");
    }
    return 0;
}
