// Which security descriptors the host trusts, as text (SDDL) that Windows turns into descriptors.
#include "cases/cases.h"
#include "win32/access_judgement.h"
#include "win32/handle.h"
#include <cstring>
#include <vector>
#include <sddl.h>

using win32::ObjectionKind;
using win32::Place;

namespace {

#define TRUSTED_INSTALLER "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464"
#define A_USER "S-1-5-21-1-2-3-1001"

// "" for a descriptor that is trusted, else the objection: "owner S-1-1-0", "access S-1-1-0 write to it".
struct Judgement
{
    const char* title;
    Place place;
    const char* sddl;
    const char* expected;
};

constexpr Place kFile = Place::File;
constexpr Place kFolder = Place::Folder;
constexpr Place kAbove = Place::FolderAbove;
constexpr Place kDrive = Place::Drive;

// The descriptors of Windows' own files and folders come first.
constexpr Judgement kJudgements[]{
    {"C:\\ as Windows sets it up, above the folder",
     kAbove,
     "O:" TRUSTED_INSTALLER
     "D:PAI(A;OICI;FA;;;BA)(A;OICI;FA;;;SY)(A;OICI;0x1200a9;;;BU)(A;OICIIO;SDGXGWGR;;;AU)(A;;LC;;;AU)",
     ""},
    {"C:\\ as Windows sets it up, as the folder",
     kFolder,
     "O:" TRUSTED_INSTALLER
     "D:PAI(A;OICI;FA;;;BA)(A;OICI;FA;;;SY)(A;OICI;0x1200a9;;;BU)(A;OICIIO;SDGXGWGR;;;AU)(A;;LC;;;AU)",
     "access S-1-5-11 add files to it"},
    {"C:\\ProgramData above the folder",
     kAbove,
     "O:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICIIO;GA;;;CO)(A;OICI;0x1200a9;;;BU)(A;CI;DCLCRPCR;;;BU)",
     ""},
    {"C:\\Program Files above the folder",
     kAbove,
     "O:" TRUSTED_INSTALLER "D:PAI(A;;FA;;;" TRUSTED_INSTALLER ")(A;CIIO;GA;;;" TRUSTED_INSTALLER
     ")(A;;0x1301bf;;;SY)(A;OICIIO;GA;;;SY)(A;;0x1301bf;;;BA)(A;OICIIO;GA;;;BA)(A;;0x1200a9;;;BU)(A;OICIIO;GXGR;;;BU)("
     "A;OICIIO;GA;;;CO)(A;;0x1200a9;;;AC)",
     ""},
    {"a folder below C:\\Program Files",
     kFolder,
     "O:BAD:AI(A;ID;FA;;;" TRUSTED_INSTALLER ")(A;CIIOID;GA;;;" TRUSTED_INSTALLER
     ")(A;ID;FA;;;SY)(A;OICIIOID;GA;;;SY)(A;ID;FA;;;BA)(A;OICIIOID;GA;;;BA)(A;ID;0x1200a9;;;BU)(A;OICIIOID;GXGR;;;BU)("
     "A;OICIIOID;GA;;;CO)(A;ID;0x1200a9;;;AC)(A;OICIIOID;GXGR;;;AC)",
     ""},
    {"a file below C:\\Program Files",
     kFile,
     "O:BAD:AI(A;ID;FA;;;SY)(A;ID;FA;;;BA)(A;ID;0x1200a9;;;BU)(A;ID;0x1200a9;;;AC)(A;ID;0x1200a9;;;S-1-15-2-2)",
     ""},
    {"a folder that was made in C:\\ and left as it was",
     kFolder,
     "O:BAD:AI(A;OICIID;FA;;;BA)(A;OICIID;FA;;;SY)(A;OICIID;0x1200a9;;;BU)(A;ID;0x1301bf;;;AU)(A;OICIIOID;SDGXGWGR;;;"
     "AU)",
     "access S-1-5-11 add files to it"},
    {"a folder that was made in C:\\, above the folder",
     kAbove,
     "O:BAD:AI(A;OICIID;FA;;;BA)(A;OICIID;FA;;;SY)(A;OICIID;0x1200a9;;;BU)(A;ID;0x1301bf;;;AU)(A;OICIIOID;SDGXGWGR;;;"
     "AU)",
     "access S-1-5-11 delete or rename it"},
    {"a folder that was made in C:\\ProgramData and left as it was",
     kFolder,
     "O:BAD:AI(A;OICIID;FA;;;SY)(A;OICIID;FA;;;BA)(A;OICIIOID;GA;;;CO)(A;OICIID;0x1200a9;;;BU)(A;CIID;DCLCRPCR;;;BU)",
     "access S-1-5-32-545 add files to it"},
    {"a folder as the host makes it", kFolder, "O:BAD:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)", ""},
    {"a file in the profile of a user",
     kFile,
     "O:" A_USER "D:AI(A;ID;FA;;;SY)(A;ID;FA;;;BA)(A;ID;FA;;;" A_USER ")",
     "owner " A_USER},
    {"D:\\ as Windows formats it, above the folder",
     kDrive,
     "O:BAD:(A;OICI;FA;;;BA)(A;OICI;FA;;;SY)(A;OICI;0x1301bf;;;AU)(A;OICI;0x1200a9;;;BU)",
     ""},
    {"D:\\ as Windows formats it, as the folder",
     kFolder,
     "O:BAD:(A;OICI;FA;;;BA)(A;OICI;FA;;;SY)(A;OICI;0x1301bf;;;AU)(A;OICI;0x1200a9;;;BU)",
     "access S-1-5-11 add files to it"},
    {"D:\\ where users may delete folders", kDrive, "O:BAD:(A;;DT;;;BU)", "access S-1-5-32-545 delete folders in it"},
    // Owners.
    {"SYSTEM owns the file", kFile, "O:SYD:P(A;;FA;;;SY)", ""},
    {"Administrators own the file", kFile, "O:BAD:P(A;;FA;;;SY)", ""},
    {"TrustedInstaller owns the file", kFile, "O:" TRUSTED_INSTALLER "D:P(A;;FA;;;SY)", ""},
    {"a user owns the file", kFile, "O:" A_USER "D:P(A;;FA;;;SY)", "owner " A_USER},
    {"a user owns the folder", kFolder, "O:" A_USER "D:P(A;;FA;;;SY)", "owner " A_USER},
    {"a user owns a folder above", kAbove, "O:" A_USER "D:P(A;;FA;;;SY)", "owner " A_USER},
    {"Everyone owns the file", kFile, "O:WDD:P(A;;FA;;;SY)", "owner S-1-1-0"},
    {"a service other than TrustedInstaller owns the file",
     kFile,
     "O:S-1-5-80-1-2-3-4-5D:P(A;;FA;;;SY)",
     "owner S-1-5-80-1-2-3-4-5"},
    {"NETWORK SERVICE owns the file", kFile, "O:NSD:P(A;;FA;;;SY)", "owner S-1-5-20"},
    {"a member of a domain's administrators owns the file",
     kFile,
     "O:S-1-5-21-1-2-3-512D:P(A;;FA;;;SY)",
     "owner S-1-5-21-1-2-3-512"},
    {"a SID that begins like SYSTEM's owns the file", kFile, "O:S-1-5-18-1D:P(A;;FA;;;SY)", "owner S-1-5-18-1"},
    {"the descriptor has no owner", kFile, "D:P(A;;FA;;;SY)", "malformed"},
    // Access lists.
    {"there is no access list", kFile, "O:SY", "no access list"},
    {"the access list is empty", kFile, "O:SYD:P", ""},
    {"Everyone may read the file", kFile, "O:SYD:P(A;;FR;;;WD)", ""},
    {"Everyone may read and execute, in generic rights", kFile, "O:SYD:P(A;;GRGX;;;WD)", ""},
    {"Everyone may do everything", kFile, "O:SYD:P(A;;FA;;;WD)", "access S-1-1-0 write to it"},
    {"Everyone may do everything, in generic rights",
     kAbove,
     "O:SYD:P(A;;GA;;;WD)",
     "access S-1-1-0 delete folders in it"},
    {"Everyone may write, in generic rights", kFile, "O:SYD:P(A;;GW;;;WD)", "access S-1-1-0 write to it"},
    {"Everyone may write, in generic rights, to a folder above", kAbove, "O:SYD:P(A;;GW;;;WD)", ""},
    {"Users may append to the file", kFile, "O:SYD:P(A;;LC;;;BU)", "access S-1-5-32-545 write to it"},
    {"Users may write extended attributes of the file",
     kFile,
     "O:SYD:P(A;;0x10;;;BU)",
     "access S-1-5-32-545 change its attributes"},
    {"Users may write attributes of the file",
     kFile,
     "O:SYD:P(A;;CR;;;BU)",
     "access S-1-5-32-545 change its attributes"},
    {"Users may delete the file", kFile, "O:SYD:P(A;;SD;;;BU)", "access S-1-5-32-545 delete it"},
    {"Users may change the file's permissions",
     kFile,
     "O:SYD:P(A;;WD;;;BU)",
     "access S-1-5-32-545 change its permissions"},
    {"Users may take the file's ownership", kFile, "O:SYD:P(A;;WO;;;BU)", "access S-1-5-32-545 take its ownership"},
    {"Users may add files to the folder", kFolder, "O:SYD:P(A;;DC;;;BU)", "access S-1-5-32-545 add files to it"},
    {"Users may add folders to the folder", kFolder, "O:SYD:P(A;;LC;;;BU)", "access S-1-5-32-545 add files to it"},
    {"Users may delete what is in the folder",
     kFolder,
     "O:SYD:P(A;;DT;;;BU)",
     "access S-1-5-32-545 delete files in it"},
    {"Users may rename the folder", kFolder, "O:SYD:P(A;;SD;;;BU)", "access S-1-5-32-545 delete or rename it"},
    {"Users may make the folder a link", kFolder, "O:SYD:P(A;;CR;;;BU)", "access S-1-5-32-545 change its attributes"},
    {"Users may add files to a folder above", kAbove, "O:SYD:P(A;;DCLC;;;BU)", ""},
    {"Users may delete what is in a folder above",
     kAbove,
     "O:SYD:P(A;;DT;;;BU)",
     "access S-1-5-32-545 delete folders in it"},
    {"Users may rename a folder above", kAbove, "O:SYD:P(A;;SD;;;BU)", "access S-1-5-32-545 delete or rename it"},
    {"Users may change a folder's permissions above",
     kAbove,
     "O:SYD:P(A;;WD;;;BU)",
     "access S-1-5-32-545 change its permissions"},
    {"Users may take a folder's ownership above",
     kAbove,
     "O:SYD:P(A;;WO;;;BU)",
     "access S-1-5-32-545 take its ownership"},
    // Entries.
    {"only what is made in the folder lets users write", kFolder, "O:SYD:P(A;OICIIO;FA;;;BU)(A;;FA;;;SY)", ""},
    {"an inherited entry lets users write", kFile, "O:SYD:AI(A;ID;FA;;;BU)", "access S-1-5-32-545 write to it"},
    {"an entry that denies does not make up for one that allows",
     kFile,
     "O:SYD:P(D;;FW;;;BU)(A;;FW;;;BU)",
     "access S-1-5-32-545 write to it"},
    {"only an entry that denies names users", kFile, "O:SYD:P(D;;FA;;;BU)(A;;FA;;;SY)", ""},
    {"the last of several entries lets a user write",
     kFile,
     "O:SYD:P(A;;FA;;;SY)(A;;FA;;;BA)(A;;FR;;;WD)(A;;FW;;;" A_USER ")",
     "access " A_USER " write to it"},
    {"the rights are the owner's, who is trusted", kFile, "O:BAD:P(A;;FA;;;OW)(A;;FA;;;CO)", ""},
    {"anonymous users may write", kFile, "O:SYD:P(A;;FW;;;AN)", "access S-1-5-7 write to it"},
    {"guests may write", kFile, "O:SYD:P(A;;FW;;;BG)", "access S-1-5-32-546 write to it"},
    {"whoever is logged on at the machine may write", kFile, "O:SYD:P(A;;FW;;;IU)", "access S-1-5-4 write to it"},
    {"apps from the store may write", kFile, "O:SYD:P(A;;FW;;;AC)", "access S-1-15-2-1 write to it"},
};

std::vector<uint8_t> Descriptor(const std::string& sddl)
{
    PSECURITY_DESCRIPTOR descriptor = nullptr;
    ULONG size = 0;
    Expect(
        ConvertStringSecurityDescriptorToSecurityDescriptorA(sddl.c_str(), SDDL_REVISION_1, &descriptor, &size),
        "Windows does not take " + sddl);
    const win32::UniqueLocal owner(descriptor);
    const auto* bytes = static_cast<const uint8_t*>(descriptor);
    return {bytes, bytes + size};
}

std::string Text(const std::optional<win32::Objection>& objection)
{
    if (!objection)
    {
        return "";
    }
    switch (objection->kind)
    {
    case ObjectionKind::Malformed:
        return "malformed";
    case ObjectionKind::NoAccessList:
        return "no access list";
    case ObjectionKind::Owner:
        return "owner " + objection->account;
    default:
        return "access " + objection->account + " " + std::string(objection->permission);
    }
}

void JudgeAll()
{
    std::string differences;
    for (const Judgement& each : kJudgements)
    {
        const std::string actual = Text(win32::JudgeAccess(Descriptor(each.sddl), each.place));
        if (actual != each.expected)
        {
            differences += std::string(each.title) + ": got \"" + actual + "\", expected \"" + each.expected + "\"\n";
        }
    }
    Expect(differences.empty(), differences);
}

void TrustOneMore()
{
    const std::string trusted[]{A_USER};
    const auto own = Descriptor("O:" A_USER "D:P(A;;FA;;;" A_USER ")");
    ExpectEqual(Text(win32::JudgeAccess(own, Place::File, trusted)), "");
    ExpectEqual(Text(win32::JudgeAccess(own, Place::File)), "owner " A_USER);
    const auto others = Descriptor("O:" A_USER "D:P(A;;FA;;;" A_USER ")(A;;FW;;;BU)");
    ExpectEqual(Text(win32::JudgeAccess(others, Place::File, trusted)), "access S-1-5-32-545 write to it");
}

// Every descriptor of the table, cut off at every byte: all are refused.
void CutOff()
{
    for (const Judgement& each : kJudgements)
    {
        const auto whole = Descriptor(each.sddl);
        for (size_t size = 0; size < whole.size(); size++)
        {
            const auto objection = win32::JudgeAccess(std::span(whole).first(size), each.place);
            Expect(objection.has_value(), std::string(each.title) + " is trusted when cut off");
        }
    }
}

void NullList()
{
    constexpr size_t kListAt = 16;
    auto changed = Descriptor("O:SYD:P(A;;FA;;;SY)");
    std::memset(&changed[kListAt], 0, sizeof(uint32_t));
    ExpectEqual(Text(win32::JudgeAccess(changed, Place::File)), "no access list");
}

// An access list with one entry that lets Users read, with each type that an entry may have.
void OtherTypes()
{
    const auto readers = Descriptor("O:SYD:P(A;;FR;;;BU)");
    uint32_t list = 0;
    std::memcpy(&list, &readers[16], sizeof(list));
    for (int type = 0; type < 256; type++)
    {
        auto changed = readers;
        changed[list + sizeof(ACL)] = static_cast<uint8_t>(type);
        const bool isKnown = type == ACCESS_ALLOWED_ACE_TYPE || type == ACCESS_DENIED_ACE_TYPE ||
            type == ACCESS_ALLOWED_CALLBACK_ACE_TYPE || type == ACCESS_DENIED_CALLBACK_ACE_TYPE;
        ExpectEqual(Text(win32::JudgeAccess(changed, Place::File)), isKnown ? "" : "malformed");
    }
}

const AddCases g_cases{
    {"descriptors are trusted that let only the system and administrators change a file", JudgeAll},
    {"one account more can be trusted", TrustOneMore},
    {"a null access list is not trusted", NullList},
    {"an entry of an unknown type is not trusted", OtherTypes},
    {"a descriptor that is cut off is not trusted", CutOff},
};

} // namespace
