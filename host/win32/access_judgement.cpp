#include "win32/access_judgement.h"
#include <algorithm>
#include <array>
#include <cstring>

namespace win32 {

namespace {

using Bytes = std::span<const uint8_t>;

constexpr std::array<std::string_view, 3> kAlwaysTrusted{
    "S-1-5-18",                                                      // SYSTEM
    "S-1-5-32-544",                                                  // Administrators
    "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464" // TrustedInstaller
};

// Placeholders for accounts, without an account of their own: in inherited entries, and for the owner.
constexpr std::array<std::string_view, 3> kNoAccounts{"S-1-3-0", "S-1-3-1", "S-1-3-4"};

// winnt.h's layout of SECURITY_DESCRIPTOR_RELATIVE, ACL, ACE_HEADER and SID.
constexpr size_t kDescriptorSize = 20;
constexpr size_t kControlAt = 2;
constexpr size_t kOwnerAt = 4;
constexpr size_t kDaclAt = 16;
constexpr uint16_t kDaclPresent = 0x0004;
constexpr uint16_t kSelfRelative = 0x8000;
constexpr size_t kAclSize = 8;
constexpr size_t kAceCountAt = 4;
constexpr size_t kAceHeaderSize = 4;
constexpr uint8_t kInheritOnly = 0x08;
constexpr size_t kSidSize = 8;
constexpr size_t kMaximumSubAuthorities = 15;

enum AceType : uint8_t
{
    kAllowed = 0,
    kDenied = 1,
    kAllowedCallback = 9,
    kDeniedCallback = 10
};

constexpr uint32_t kAddFile = 0x2;   // to files: write data
constexpr uint32_t kAddFolder = 0x4; // to files: append data
constexpr uint32_t kWriteExtended = 0x10;
constexpr uint32_t kDeleteChild = 0x40;
constexpr uint32_t kWriteAttributes = 0x100;
constexpr uint32_t kDelete = 0x10000;
constexpr uint32_t kWriteDac = 0x40000;
constexpr uint32_t kWriteOwner = 0x80000;
constexpr uint32_t kMaximumAllowed = 0x2000000;
constexpr uint32_t kGenericAll = 0x10000000;
constexpr uint32_t kGenericWrite = 0x40000000;

struct Permission
{
    uint32_t rights;
    std::string_view name;
};

constexpr std::array kOfFiles{
    Permission{kAddFile | kAddFolder, "write to it"},
    Permission{kDelete, "delete it"},
    Permission{kWriteDac, "change its permissions"},
    Permission{kWriteOwner, "take its ownership"},
    Permission{kWriteExtended | kWriteAttributes, "change its attributes"},
};

constexpr std::array kOfFolders{
    Permission{kAddFile | kAddFolder, "add files to it"},
    Permission{kDeleteChild, "delete files in it"},
    Permission{kDelete, "delete or rename it"},
    Permission{kWriteDac, "change its permissions"},
    Permission{kWriteOwner, "take its ownership"},
    Permission{kWriteExtended | kWriteAttributes, "change its attributes"},
};

constexpr std::array kOfFoldersAbove{
    Permission{kDeleteChild, "delete folders in it"},
    Permission{kDelete, "delete or rename it"},
    Permission{kWriteDac, "change its permissions"},
    Permission{kWriteOwner, "take its ownership"},
};

// It cannot be deleted or renamed, whatever the rights: on data disks every user has that right.
constexpr std::array kOfDrives{
    Permission{kDeleteChild, "delete folders in it"},
    Permission{kWriteDac, "change its permissions"},
    Permission{kWriteOwner, "take its ownership"},
};

std::span<const Permission> PermissionsOf(Place place) noexcept
{
    switch (place)
    {
    case Place::File:
        return kOfFiles;
    case Place::Folder:
        return kOfFolders;
    case Place::Drive:
        return kOfDrives;
    default:
        return kOfFoldersAbove;
    }
}

// The caller must have checked that the bytes exist.
template <class Number>
Number Read(Bytes bytes, size_t at) noexcept
{
    Number number{};
    std::memcpy(&number, bytes.data() + at, sizeof(number));
    return number;
}

// The rest of the bytes from there on; nothing if fewer are left than the minimum.
std::optional<Bytes> From(Bytes bytes, size_t at, size_t needed) noexcept
{
    if (at > bytes.size() || bytes.size() - at < needed)
    {
        return std::nullopt;
    }
    return bytes.subspan(at);
}

// The SID at the start of the bytes.
std::optional<std::string> SidAt(Bytes bytes)
{
    if (bytes.size() < kSidSize || bytes[0] != 1 || bytes[1] > kMaximumSubAuthorities ||
        bytes.size() < kSidSize + bytes[1] * sizeof(uint32_t))
    {
        return std::nullopt;
    }
    uint64_t authority = 0;
    for (size_t i = 2; i < kSidSize; i++)
    {
        authority = authority << 8 | bytes[i];
    }
    std::string text = "S-1-" + std::to_string(authority);
    for (size_t i = 0; i < bytes[1]; i++)
    {
        text += "-" + std::to_string(Read<uint32_t>(bytes, kSidSize + i * sizeof(uint32_t)));
    }
    return text;
}

bool Contains(auto&& accounts, const std::string& account)
{
    return std::ranges::find(accounts, account) != accounts.end();
}

bool IsTrusted(const std::string& account, std::span<const std::string> trusted)
{
    return Contains(kAlwaysTrusted, account) || Contains(trusted, account);
}

// Maps generic rights to those of files.
uint32_t MapRights(uint32_t rights) noexcept
{
    constexpr uint32_t kEverything = kAddFile | kAddFolder | kWriteExtended | kDeleteChild | kWriteAttributes |
        kDelete | kWriteDac | kWriteOwner;
    if ((rights & (kGenericAll | kMaximumAllowed)) != 0)
    {
        rights |= kEverything;
    }
    if ((rights & kGenericWrite) != 0)
    {
        rights |= kAddFile | kAddFolder | kWriteExtended | kWriteAttributes;
    }
    return rights;
}

constexpr Objection Malformed()
{
    return {ObjectionKind::Malformed, {}};
}

std::optional<Objection> JudgeEntry(Bytes entry, Place place, std::span<const std::string> trusted)
{
    const uint8_t type = entry[0];
    if ((entry[1] & kInheritOnly) != 0 || type == kDenied || type == kDeniedCallback)
    {
        return std::nullopt;
    }
    if ((type != kAllowed && type != kAllowedCallback) || entry.size() < kAceHeaderSize + sizeof(uint32_t))
    {
        return Malformed();
    }
    const auto account = SidAt(entry.subspan(kAceHeaderSize + sizeof(uint32_t)));
    if (!account)
    {
        return Malformed();
    }
    if (IsTrusted(*account, trusted) || Contains(kNoAccounts, *account))
    {
        return std::nullopt;
    }
    const uint32_t rights = MapRights(Read<uint32_t>(entry, kAceHeaderSize));
    for (const Permission& each : PermissionsOf(place))
    {
        if ((rights & each.rights) != 0)
        {
            return Objection{ObjectionKind::Access, *account, each.name};
        }
    }
    return std::nullopt;
}

std::optional<Objection> JudgeList(Bytes list, Place place, std::span<const std::string> trusted)
{
    const uint16_t size = Read<uint16_t>(list, 2);
    if (size < kAclSize || size > list.size())
    {
        return Malformed();
    }
    Bytes rest = list.subspan(kAclSize, size - kAclSize);
    for (uint16_t left = Read<uint16_t>(list, kAceCountAt); left > 0; left--)
    {
        const size_t length = rest.size() < kAceHeaderSize ? 0 : Read<uint16_t>(rest, 2);
        if (length < kAceHeaderSize || length > rest.size())
        {
            return Malformed();
        }
        if (auto objection = JudgeEntry(rest.first(length), place, trusted))
        {
            return objection;
        }
        rest = rest.subspan(length);
    }
    return std::nullopt;
}

} // namespace

std::optional<Objection> JudgeAccess(Bytes descriptor, Place place, std::span<const std::string> trusted)
{
    if (descriptor.size() < kDescriptorSize || descriptor[0] != 1)
    {
        return Malformed();
    }
    const auto control = Read<uint16_t>(descriptor, kControlAt);
    const auto ownerAt = Read<uint32_t>(descriptor, kOwnerAt);
    const auto owner = From(descriptor, ownerAt, kSidSize);
    const auto account = owner ? SidAt(*owner) : std::nullopt;
    if ((control & kSelfRelative) == 0 || ownerAt == 0 || !account)
    {
        return Malformed();
    }
    if (!IsTrusted(*account, trusted))
    {
        return Objection{ObjectionKind::Owner, *account};
    }
    const auto listAt = Read<uint32_t>(descriptor, kDaclAt);
    if ((control & kDaclPresent) == 0 || listAt == 0)
    {
        return Objection{ObjectionKind::NoAccessList, {}};
    }
    const auto list = From(descriptor, listAt, kAclSize);
    return list ? JudgeList(*list, place, trusted) : Malformed();
}

} // namespace win32
