// Opens files that only the system and administrators can change. A walk from the drive to the file opens each folder
// relative to the one above, and judges the object that it has opened rather than a name, which may lead elsewhere at
// another moment.
#pragma once
#include "win32/handle.h"
#include <string>
#include <vector>

namespace win32 {

// For a file, or a path to it, that is not trusted.
constexpr HRESULT kNotTrusted = TRUST_E_SUBJECT_NOT_TRUSTED;

// What an administrator's policies allow in addition.
struct TrustRules
{
    std::vector<std::string> accounts; // SIDs that count as administrators
    bool anyPlace = false;             // also drives that are not local fixed ones
};

struct TrustedFile
{
    UniqueFile file;
    UniqueFile folder;   // the file's; once the walk has reached it, also for a missing or refused file
    std::u16string path; // the full path; Windows' final name if the file is trusted
    HRESULT result = S_OK;
    std::string refusal; // with kNotTrusted: the file or folder, the reason, and the commands that correct it
};

// Opens a file for reading; no other program can write to it meanwhile.
TrustedFile OpenTrusted(const std::u16string& path, const TrustRules& rules = {});

// Opens another file in that file's folder in the same way, without a second walk.
TrustedFile OpenTrustedBeside(const TrustedFile& other, const std::u16string& name, const TrustRules& rules = {});

// Opens a folder that only the system and administrators can change.
TrustedFile OpenTrustedFolder(const std::u16string& path, const TrustRules& rules = {});

// Opens a folder, whoever can change it. Follows no link and opens nothing on another machine, to which this machine's
// credentials would be sent: a folder there is assumed to exist without being opened.
TrustedFile OpenFolder(const std::u16string& path);

// The full path, with one kind of separator and none at its end; unchanged if it has neither a drive nor a share. Reads
// no disk.
std::u16string FullFolderPath(const std::u16string& path);

// Opens a file to append to it, with further rights if requested. Makes the file, and the folders above it, if they are
// missing: with access for the system and administrators only. The file must have only one name: nothing is written
// through a hard link.
TrustedFile OpenTrustedToAppend(const std::u16string& path, ACCESS_MASK furtherRights = 0);

} // namespace win32
