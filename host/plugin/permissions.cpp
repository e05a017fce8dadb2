#include "plugin/permissions.h"
#include "text/parts.h"
#include <algorithm>
#include <array>
#include <span>
#include <utility>

using permissions::Rule;

namespace {

constexpr std::string_view kAll = "all";
constexpr std::array<std::pair<std::string_view, unsigned>, 2> kFlagNames{
    {{"write", kWrite}, {"userWritable", kUserWritable}}};

const permissions::Kind* FindKind(std::string_view name) noexcept
{
    const auto found = std::ranges::find(permissions::kKinds, name, &permissions::Kind::name);
    return found == std::end(permissions::kKinds) ? nullptr : found;
}

std::optional<Permission> ReadPermission(std::string_view text)
{
    const size_t space = text.find(' ');
    const auto names = text::Split(text.substr(0, space), '+');
    const auto* const kind = FindKind(names[0]);
    if (kind == nullptr || (space == text.npos) != (kind->rule == Rule::Flag))
    {
        return std::nullopt;
    }
    Permission permission{std::string(names[0]), space == text.npos ? "" : std::string(text.substr(space + 1))};
    for (size_t i = 1; i < names.size(); i++)
    {
        const auto flag = std::ranges::find(kFlagNames, names[i], [](const auto& each) { return each.first; });
        if (flag == kFlagNames.end() || kind->rule != Rule::Folders)
        {
            return std::nullopt;
        }
        permission.flags |= flag->second;
    }
    return permission;
}

// Absolute, and in the only spelling that is compared. A folder ends in a slash.
bool IsPlainPath(std::string_view path, bool isFolder)
{
    if (!path.starts_with('/') || path.ends_with('/') != isFolder)
    {
        return false;
    }
    path.remove_prefix(1);
    path.remove_suffix(isFolder && !path.empty() ? 1 : 0);
    return (isFolder && path.empty()) || std::ranges::none_of(text::Split(path, '/'), [](std::string_view part) {
               return part.empty() || part == "." || part == "..";
           });
}

// A program or a file: the entry itself, or in a folder that ends in a slash.
bool CoversPath(std::string_view allowed, std::string_view path)
{
    if (path.find('/') == path.npos)
    {
        return !path.empty() && allowed == path;
    }
    if (!IsPlainPath(path, false))
    {
        return false;
    }
    return allowed.ends_with('/') ? IsPlainPath(allowed, true) && path.starts_with(allowed) : allowed == path;
}

// The components of a final Windows path; empty if it is not such a path. Those of a share begin with an empty one.
std::vector<std::string_view> FolderParts(std::string_view path)
{
    const bool isShare = path.starts_with("\\\\");
    if (isShare)
    {
        path.remove_prefix(2);
    }
    const size_t colon = path.find(':');
    const bool hasDrive = colon == 1 && path.size() > 2 && path[2] == '\\' && path.find(':', 2) == path.npos;
    const bool isRight = isShare ? colon == path.npos : hasDrive;
    // A drive alone.
    if (hasDrive && path.size() == 3)
    {
        path.remove_suffix(1);
    }
    auto parts = text::Split(path, '\\');
    const bool isPlain = std::ranges::none_of(parts, [](std::string_view part) {
        return part.empty() || part == "." || part == ".." || part == "?" || part.find('/') != part.npos;
    });
    if (!isRight || !isPlain)
    {
        return {};
    }
    if (isShare)
    {
        parts.insert(parts.begin(), std::string_view());
    }
    return parts;
}

using Parts = std::vector<std::string_view>;

// Compares without regard to case.
bool IsBelow(const Parts& outer, const Parts& inner)
{
    return outer.size() <= inner.size() &&
        std::ranges::equal(outer, std::span(inner).first(outer.size()), text::IsSameName<char>);
}

bool CoversFolder(std::string_view allowed, std::string_view folder)
{
    const auto outer = FolderParts(allowed);
    const auto inner = FolderParts(folder);
    return !outer.empty() && IsBelow(outer, inner);
}

// A key of the registry, with all below it.
bool CoversKey(std::string_view allowed, std::string_view key)
{
    const auto outer = text::Split(allowed, '\\');
    const auto inner = text::Split(key, '\\');
    // The hive alone is not a key.
    const bool areKeys = outer.size() > 1 && std::ranges::none_of(inner, &std::string_view::empty);
    return areKeys && IsBelow(outer, inner);
}

bool Covers(const Permission& allowed, const Permission& needed)
{
    const auto* const kind = FindKind(needed.kind);
    if (kind == nullptr || allowed.kind != needed.kind || (needed.flags & ~allowed.flags) != 0)
    {
        return false;
    }
    switch (kind->rule)
    {
    case Rule::Programs:
    case Rule::ProgramPaths:
    case Rule::Files:
        return CoversPath(allowed.value, needed.value);
    case Rule::Variables:
        return !needed.value.empty() && allowed.value == needed.value;
    case Rule::Folders:
        return CoversFolder(allowed.value, needed.value);
    case Rule::Keys:
        return CoversKey(allowed.value, needed.value);
    case Rule::Stores:
        return text::IsSameName<char>(allowed.value, needed.value);
    case Rule::Flag:
        return true;
    }
    return false;
}

bool IsInterpreter(std::string_view program)
{
    std::string name(program.substr(program.rfind('/') + 1));
    std::ranges::transform(name, name.begin(), text::Lower<char>);
    std::string_view stem = std::string_view(name).substr(0, name.find_first_of("0123456789."));
    constexpr std::string_view kStatic = "-static";
    stem.remove_suffix(stem.ends_with(kStatic) ? kStatic.size() : 0);
    return text::IsListed(permissions::kInterpreters, name) || text::IsListed(permissions::kInterpreters, stem);
}

bool IsAround(std::string_view folder, std::string_view path)
{
    return folder.ends_with('/') && path.starts_with(folder);
}

// Whether the path starts so, or is a folder that contains such a path.
bool OverlapsAny(std::string_view path, std::span<const std::string_view> starts)
{
    return std::ranges::any_of(
        starts, [&](std::string_view start) { return path.starts_with(start) || IsAround(path, start); });
}

bool IsUnrestrictedProgram(std::string_view program)
{
    return IsInterpreter(program) || OverlapsAny(program, permissions::kAliases) ||
        (program.ends_with('/') && OverlapsAny(program, permissions::kProgramTrees));
}

bool IsUnrestrictedFile(const Permission& file, std::span<const Permission> all)
{
    if (OverlapsAny(file.value, permissions::kAliases))
    {
        return true;
    }
    constexpr std::string_view kWriteKind = ".write";
    if (!file.kind.ends_with(kWriteKind))
    {
        return false;
    }
    // A script must not write what it may run.
    const std::string runKind = file.kind.substr(0, file.kind.size() - kWriteKind.size()) + ".run";
    const auto isWritten = [&](const Permission& each) {
        return each.kind == runKind &&
            (each.value == file.value || IsAround(each.value, file.value) || IsAround(file.value, each.value));
    };
    return OverlapsAny(file.value, permissions::kWrittenCode) || std::ranges::any_of(all, isWritten);
}

bool IsUnrestricted(const Permission& permission, std::span<const Permission> all)
{
    switch (FindKind(permission.kind)->rule)
    {
    case Rule::Programs:
    case Rule::ProgramPaths:
        return IsUnrestrictedProgram(permission.value);
    case Rule::Files:
        return IsUnrestrictedFile(permission, all);
    case Rule::Variables:
        return text::IsListed(permissions::kCodeVariables, permission.value);
    default:
        return false;
    }
}

} // namespace

std::string Permission::Text() const
{
    std::string text = kind;
    for (const auto& [name, flag] : kFlagNames)
    {
        if ((flags & flag) != 0)
        {
            text.append("+").append(name);
        }
    }
    return value.empty() ? text : text + " " + value;
}

PermissionSet::PermissionSet(std::string_view text) : m_isAll(text == kAll)
{
    for (const std::string_view part : text::Split(text, '\0'))
    {
        if (auto permission = ReadPermission(part))
        {
            m_list.push_back(*std::move(permission));
        }
    }
}

bool PermissionSet::Allows(const Permission& needed) const
{
    const auto covers = [&](const Permission& allowed) { return Covers(allowed, needed); };
    return m_isAll || std::ranges::any_of(m_list, covers);
}

std::vector<std::string> PermissionSet::DeniedBy(const PermissionSet& other) const
{
    std::vector<std::string> denied;
    for (const Permission& each : m_list)
    {
        if (!other.Allows(each))
        {
            denied.push_back(each.Text());
        }
    }
    return denied;
}

bool PermissionSet::Includes(const PermissionSet& other) const noexcept
{
    return m_isAll || (!other.m_isAll && std::ranges::all_of(other.m_list, [this](const Permission& each) {
               return std::ranges::find(m_list, each) != m_list.end();
           }));
}

std::optional<std::string> PermissionSet::Unrestricted() const
{
    if (m_isAll)
    {
        return std::string(kAll);
    }
    const auto found = std::ranges::find_if(
        m_list, [this](const Permission& each) { return IsUnrestricted(each, m_list); });
    return found == m_list.end() ? std::nullopt : std::optional(found->Text());
}

std::string PermissionSet::Text() const
{
    std::string text(m_isAll ? kAll : "");
    for (const Permission& each : m_list)
    {
        text += (text.empty() ? "" : ", ") + each.Text();
    }
    return text.empty() ? "none" : text;
}

std::optional<Denial> Permissions::Judge(const Permission& needed, std::string_view remark) const
{
    const bool needsEntry = (needed.flags & kUserWritable) != 0;
    if (!declared.Allows(needed) || (needsEntry && declared.IsAll()))
    {
        return Denial{needed, declaredIn, std::string(remark)};
    }
    return granted.Allows(needed) ? std::nullopt : std::optional(Denial{needed, grantedIn, std::string(remark)});
}

std::optional<Denial>
Permissions::JudgeProgram(std::string_view place, const std::string& path, const std::string& arg0) const
{
    const bool isOwnName = arg0 == path || arg0 == path.substr(path.rfind('/') + 1);
    auto denial = Judge({std::string(place) + ".run", path});
    if (denial || isOwnName || (declared.IsAll() && granted.IsAll()))
    {
        return denial;
    }
    return Denial{
        {std::string(kAll), arg0}, declared.IsAll() ? grantedIn : declaredIn, std::string(permissions::kOtherName)};
}

std::string Denial::Text() const
{
    return permission.Text() + '\0' + file + '\0' + remark;
}
