// Whether others than the system and administrators may change a file or folder: a pure function of its security
// descriptor.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace win32 {

// What is judged: a file that the host uses, the folder that it is in, a folder above that, or the drive's own folder.
// In the last two others may make what they like, as in C:\, if only they cannot replace the folders that lead to the
// file.
enum class Place
{
    File,
    Folder,
    FolderAbove,
    Drive
};

enum class ObjectionKind
{
    Malformed,    // it cannot be read, or has entries that are not known here
    Owner,        // an account that is not trusted owns it, and so may change all of it
    NoAccessList, // all accounts may do everything
    Access        // the access list gives an account that is not trusted too much
};

struct Objection
{
    ObjectionKind kind;
    std::string account;           // of Owner and Access: the SID as text
    std::string_view permission{}; // of Access: "write to it", for a sentence with "may"
    bool operator==(const Objection&) const = default;
};

// Judges a self-relative descriptor with owner and access list, as Windows gives them. None: only the accounts in
// `trusted` (SIDs as text), SYSTEM, Administrators and TrustedInstaller may change it. Entries that deny are ignored,
// and those with a condition count as if it were met: a refusal too many is mended, the opposite is not noticed.
std::optional<Objection>
JudgeAccess(std::span<const uint8_t> descriptor, Place place, std::span<const std::string> trusted = {});

} // namespace win32
