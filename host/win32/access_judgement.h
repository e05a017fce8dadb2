// Whether accounts other than the system and administrators may change a file or folder: a pure function of its
// security descriptor.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace win32 {

// What is judged: a file that the host uses, its folder, a folder above that, or the drive's root folder. In the last
// two others may create what they like, as in C:\, but they must not be able to replace the folders that lead to the
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
    Malformed,    // it cannot be read, or has entries of an unknown kind
    Owner,        // an untrusted account owns it, and so may change all of it
    NoAccessList, // all accounts have all rights
    Access        // the access list gives an account that is not trusted too much
};

struct Objection
{
    ObjectionKind kind;
    std::string account;           // for Owner and Access: the SID as text
    std::string_view permission{}; // of Access: "write to it", for a sentence with "may"
    bool operator==(const Objection&) const = default;
};

// Judges a self-relative descriptor with owner and access list, as Windows returns them. Nothing if only the accounts
// in `trusted` (SIDs as text), SYSTEM, Administrators and TrustedInstaller may change it. Ignores entries that deny,
// and counts conditional ones as if the condition were met: one refusal too many can be corrected, one too few goes
// unnoticed.
std::optional<Objection>
JudgeAccess(std::span<const uint8_t> descriptor, Place place, std::span<const std::string> trusted = {});

} // namespace win32
