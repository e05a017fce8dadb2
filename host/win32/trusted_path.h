// Opens files that only the system and administrators can change. A walk from the drive to the file opens each folder
// relative to the one above and judges what it has opened, not what a name leads to at another moment.
#pragma once
#include "win32/handle.h"
#include <string>
#include <vector>

namespace win32 {

// Of a file, or of a path to it, that is not trusted.
constexpr HRESULT kNotTrusted = TRUST_E_SUBJECT_NOT_TRUSTED;

// What an administrator's policies allow besides.
struct TrustRules
{
    std::vector<std::string> accounts; // SIDs that count as administrators
    bool anyPlace = false;             // drives that are not fixed local ones, too
};

struct TrustedFile
{
    UniqueFile file;
    UniqueFile folder;   // that it is in; once the walk has come so far, also when the file is missing or refused
    std::u16string path; // in full; what Windows calls it in the end if it is trusted
    HRESULT result = S_OK;
    std::string refusal; // with kNotTrusted: which file or folder it is about, why, and the commands that mend it
};

// Opens a file to read it; no other program can write to it meanwhile.
TrustedFile OpenTrusted(const std::u16string& path, const TrustRules& rules = {});

// Opens another file of that file's folder in the same way, without a second walk.
TrustedFile OpenTrustedBeside(const TrustedFile& other, const std::u16string& name, const TrustRules& rules = {});

// Opens a folder that only the system and administrators can change.
TrustedFile OpenTrustedFolder(const std::u16string& path, const TrustRules& rules = {});

// Opens a folder, whoever can change it. Follows no link and opens nothing on another machine, which would be sent the
// credentials of this one: a folder there is not opened, and taken to exist.
TrustedFile OpenFolder(const std::u16string& path);

// The path in full, with one spelling of separators and none at its end; as it is if it has neither a drive nor a
// share. Looks at no disk.
std::u16string FullFolderPath(const std::u16string& path);

// Opens a file to append to it, with further rights if wanted. Makes it, and the folders above it, if they are missing:
// with access for the system and administrators only. It has no other name: no hard link elsewhere is written to.
TrustedFile OpenTrustedToAppend(const std::u16string& path, ACCESS_MASK furtherRights = 0);

} // namespace win32
