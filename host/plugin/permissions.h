// What a script may do, and whether a call is among it. Nothing here asks Windows: src/host/permissions.ts judges the
// same in the simulator, and test/permissions holds them together.
#pragma once
#include "generated/permissions.h"
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// How a folder may be mounted besides.
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

    // As the runtime writes it: "all", or permissions joined by NUL. What is none allows nothing.
    explicit PermissionSet(std::string_view text);

    bool IsAll() const noexcept
    {
        return m_isAll;
    }

    bool Allows(const Permission& needed) const;

    // What of it another set does not allow, for people; none for "all", which asks for nothing by name.
    std::vector<std::string> DeniedBy(const PermissionSet& other) const;

    // Whether all that `other` has is in here, word for word.
    bool Includes(const PermissionSet& other) const noexcept;

    // The first in it that a script can do everything with in its place, such as a shell; "all" for everything.
    std::optional<std::string> Unrestricted() const;

    // For people.
    std::string Text() const;

private:
    bool m_isAll = false;
    std::vector<Permission> m_list;
};

// A permission that a call lacks.
struct Denial
{
    Permission permission;
    std::string file;   // that lacks it; empty where no permission helps
    std::string remark; // what else there is to say, or nothing

    // As the runtime reads it.
    std::string Text() const;
};

// What the script declares and the administrator grants: a call needs both.
struct Permissions
{
    PermissionSet declared;
    PermissionSet granted{"all"};
    std::string declaredIn; // the names of their files
    std::string grantedIn;

    // A folder with kUserWritable needs an entry that says so: there is none in "all".
    std::optional<Denial> Judge(const Permission& needed, std::string_view remark = {}) const;

    // A program that is started by itself. Where programs are listed, it cannot pass for another.
    std::optional<Denial> JudgeProgram(std::string_view place, const std::string& path, const std::string& arg0) const;
};
