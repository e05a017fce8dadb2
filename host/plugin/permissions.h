// What a script may do, and whether that allows a call. Makes no call to Windows: src/host/permissions.ts judges the
// same in the simulator, and test/permissions compares them.
#pragma once
#include "generated/permissions.h"
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What a mount needs in addition.
enum PermissionFlags : unsigned
{
    kPlain = 0,
    kWrite = 1,
    kUserWritable = 2,
};

// One thing that a script may do.
struct Permission
{
    std::string kind;  // "vm.run"
    std::string value; // empty for a flag
    unsigned flags = kPlain;

    // "vm.mount+write C:\Tools"
    std::string Text() const;
    bool operator==(const Permission&) const = default;
};

class PermissionSet
{
public:
    PermissionSet() = default;

    // In the runtime's form: "all", or permissions joined by NUL. A word that is not a permission allows nothing.
    explicit PermissionSet(std::string_view text);

    bool IsAll() const noexcept
    {
        return m_isAll;
    }

    bool Allows(const Permission& needed) const;

    // The permissions in it that another set does not allow, as text for people; empty for "all", which names none.
    std::vector<std::string> DeniedBy(const PermissionSet& other) const;

    // Whether it contains each permission of `other`, word for word.
    bool Includes(const PermissionSet& other) const noexcept;

    // The first permission in it that allows everything in its place, such as a shell; "all" for everything.
    std::optional<std::string> Unrestricted() const;

    // As text for people.
    std::string Text() const;

private:
    bool m_isAll = false;
    std::vector<Permission> m_list;
};

// A permission that a call needs and does not have.
struct Denial
{
    Permission permission;
    std::string file;   // which file lacks it; empty if no permission helps
    std::string remark; // further text, or nothing

    // In the form that the runtime reads.
    std::string Text() const;
};

// The script's declared permissions and those that the administrator grants: a call needs both.
struct Permissions
{
    PermissionSet declared;
    PermissionSet granted{"all"};
    std::string declaredIn; // the names of their files
    std::string grantedIn;

    // A folder with kUserWritable needs an entry that says so: "all" has no such entry.
    std::optional<Denial> Judge(const Permission& needed, std::string_view remark = {}) const;

    // A program started without a shell. Where programs are listed, it cannot run under another program's name.
    std::optional<Denial> JudgeProgram(std::string_view place, const std::string& path, const std::string& arg0) const;
};
