#include "win32/trusted_path.h"
#include "win32/last_error.h"
#include "win32/refusal.h"
#include "win32/security.h"
#include "win32/volume.h"
#include "win32/wide.h"
#include <sddl.h>
#include <winioctl.h>
#include <winternl.h>

namespace win32 {

namespace {

constexpr ACCESS_MASK kJudge = FILE_READ_ATTRIBUTES | READ_CONTROL | SYNCHRONIZE;
constexpr ULONG kShareAll = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
constexpr char16_t kProtected[] = u"D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)";

// How the walk opens each component.
struct Opening
{
    ACCESS_MASK access = kJudge;
    ULONG share = kShareAll;
    ULONG disposition = FILE_OPEN;
    ULONG options = FILE_DIRECTORY_FILE;
};

constexpr Opening kToRead{
    kJudge | FILE_READ_DATA, FILE_SHARE_READ | FILE_SHARE_DELETE, FILE_OPEN, FILE_NON_DIRECTORY_FILE};

class Walk
{
public:
    Walk(const TrustRules& rules, const std::u16string& path) : m_rules(rules), m_path(path) {}

    // Missing folders and files are made with this descriptor.
    void MakeWith(PSECURITY_DESCRIPTOR descriptor) noexcept
    {
        m_descriptor = descriptor;
    }

    // Refuses links, and does not judge accounts.
    void AllowAnyAccount() noexcept
    {
        m_isForAnyAccount = true;
    }

    TrustedFile Run(const Opening& folders, const Opening& file, Place place = Place::File);
    TrustedFile RunBeside(const TrustedFile& other, const Opening& file);

private:
    bool EnterFolders(const std::u16string& path, const Opening& folders);
    TrustedFile EnterFile(const UniqueFile& folder, const Opening& file, Place place = Place::File);
    bool OpenDrive(const std::u16string& drive);
    bool Enter(HANDLE above, const std::u16string& name, const Opening& opening, Place place);
    bool Judge(Place place);
    bool HasOneName();
    bool LeadsHere();
    bool Fail(HRESULT result) noexcept;
    bool Refuse(const std::string& reason);

    const TrustRules& m_rules;
    const std::u16string& m_path;
    PSECURITY_DESCRIPTOR m_descriptor = nullptr;
    bool m_isForAnyAccount = false;
    std::u16string m_here; // the part that the walk has passed
    UniqueFile m_current;
    TrustedFile m_result;
};

HRESULT OpenRelative(
    HANDLE above, const std::u16string& name, const Opening& opening, PSECURITY_DESCRIPTOR descriptor, UniqueFile& file)
{
    UNICODE_STRING text{};
    text.Buffer = const_cast<LPWSTR>(AsWide(name));
    text.Length = text.MaximumLength = static_cast<USHORT>(name.size() * sizeof(char16_t));
    OBJECT_ATTRIBUTES attributes{};
    attributes.Length = sizeof(attributes);
    attributes.RootDirectory = above;
    attributes.ObjectName = &text;
    attributes.Attributes = OBJ_CASE_INSENSITIVE;
    attributes.SecurityDescriptor = descriptor;
    IO_STATUS_BLOCK status{};
    HANDLE handle = nullptr;
    const NTSTATUS result = NtCreateFile(
        &handle,
        opening.access,
        &attributes,
        &status,
        nullptr,
        FILE_ATTRIBUTE_NORMAL,
        opening.share,
        opening.disposition,
        opening.options | FILE_SYNCHRONOUS_IO_NONALERT | FILE_OPEN_REPARSE_POINT,
        nullptr,
        0);
    if (!NT_SUCCESS(result))
    {
        return HRESULT_FROM_WIN32(RtlNtStatusToDosError(result));
    }
    file = UniqueFile(handle);
    return S_OK;
}

bool StartsWithDrive(const std::u16string& path) noexcept
{
    const char16_t letter = path.empty() ? u'\0' : path[0] | 0x20;
    return path.size() > 2 && letter >= u'a' && letter <= u'z' && path[1] == u':' &&
        (path[2] == u'\\' || path[2] == u'/');
}

std::u16string WithoutLongPrefix(const std::u16string& path)
{
    constexpr std::u16string_view kLongPrefix = u"\\\\?\\";
    return path.starts_with(kLongPrefix) ? path.substr(kLongPrefix.size()) : path;
}

// With one kind of separator, and without "." and "..".
std::u16string FullPath(const std::u16string& path)
{
    std::u16string full(path.size() + MAX_PATH, u'\0');
    const DWORD length = GetFullPathNameW(AsWide(path), static_cast<DWORD>(full.size()), AsWideBuffer(full), nullptr);
    full.resize(length < full.size() ? length : 0);
    return full;
}

// Without separators at its end, except a drive's.
std::u16string WithoutEnd(const std::u16string& path)
{
    const size_t end = path.find_last_not_of(u"\\/") + 1;
    return path.substr(0, end > 0 && path[end - 1] == u':' ? end + 1 : end);
}

std::u16string LongPath(const std::u16string& path)
{
    std::u16string longPath(32 * 1024, u'\0');
    const DWORD length = GetLongPathNameW(AsWide(path), AsWideBuffer(longPath), static_cast<DWORD>(longPath.size()));
    longPath.resize(length < longPath.size() ? length : 0);
    return longPath;
}

std::u16string FinalPath(HANDLE file)
{
    std::u16string path(32 * 1024, u'\0');
    const DWORD length = GetFinalPathNameByHandleW(
        file, AsWideBuffer(path), static_cast<DWORD>(path.size()), FILE_NAME_NORMALIZED | VOLUME_NAME_DOS);
    path.resize(length < path.size() ? length : 0);
    return path;
}

// In the usual spelling.
std::u16string WithoutPrefix(const std::u16string& final)
{
    constexpr std::u16string_view kShare = u"\\\\?\\UNC";
    constexpr std::u16string_view kDrive = u"\\\\?\\";
    return final.starts_with(kShare) ? u"\\" + final.substr(kShare.size()) : final.substr(kDrive.size());
}

bool IsSamePath(const std::u16string& a, const std::u16string& b) noexcept
{
    return CompareStringOrdinal(AsWide(a), static_cast<int>(a.size()), AsWide(b), static_cast<int>(b.size()), TRUE) ==
        CSTR_EQUAL;
}

// As GetDriveTypeW judges a path. RAM disks count as fixed.
bool IsFixedLocalDisk(const Volume& volume) noexcept
{
    const bool isDisk = volume.kind == FILE_DEVICE_DISK || volume.kind == FILE_DEVICE_DISK_FILE_SYSTEM ||
        volume.kind == FILE_DEVICE_VIRTUAL_DISK;
    return isDisk && (volume.characteristics & (kRemovableMedia | kRemoteDevice)) == 0;
}

TrustedFile Walk::Run(const Opening& folders, const Opening& file, Place place)
{
    m_here = m_path;
    const std::u16string bare = WithoutLongPrefix(m_path);
    const std::u16string path = FullPath(bare);
    const bool hasPrefix = bare.size() != m_path.size();
    if (!StartsWithDrive(bare) || !StartsWithDrive(path))
    {
        Refuse(m_path.starts_with(u"\\\\") && !hasPrefix ? "is on a network drive" : "does not start with a drive");
        return std::move(m_result);
    }
    // After the prefix Windows treats dots, spaces and slashes as parts of names.
    if (hasPrefix && bare != path)
    {
        Refuse("names another folder without its prefix \\\\?\\");
        return std::move(m_result);
    }
    if (path.find(u':', 2) != path.npos)
    {
        Refuse("names a stream of a file");
        return std::move(m_result);
    }
    if (!EnterFolders(path, folders))
    {
        return std::move(m_result);
    }
    m_here = path;
    UniqueFile folder = std::move(m_current);
    TrustedFile result = EnterFile(folder, file, place);
    result.folder = std::move(folder);
    return result;
}

// All folders that contain the file.
bool Walk::EnterFolders(const std::u16string& path, const Opening& folders)
{
    const size_t last = path.find_last_of(u'\\');
    bool isGood = OpenDrive(path.substr(0, 3)) && Judge(last < 3 ? Place::Folder : Place::Drive);
    for (size_t start = 3, end = 0; isGood && start <= last; start = end + 1)
    {
        end = path.find(u'\\', start);
        m_here = path.substr(0, end);
        const UniqueFile above = std::move(m_current);
        m_current = {};
        isGood = Enter(
            above.Get(), path.substr(start, end - start), folders, end == last ? Place::Folder : Place::FolderAbove);
    }
    if (m_result.result == HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND))
    {
        m_result.result = HRESULT_FROM_WIN32(ERROR_PATH_NOT_FOUND);
    }
    return isGood;
}

TrustedFile Walk::EnterFile(const UniqueFile& folder, const Opening& file, Place place)
{
    const std::u16string name = m_here.substr(m_here.find_last_of(u'\\') + 1);
    m_current = {};
    m_result.path = m_here;
    if (Enter(folder.Get(), name, file, place) && LeadsHere() && (m_descriptor == nullptr || HasOneName()))
    {
        m_result.file = std::move(m_current);
    }
    return std::move(m_result);
}

TrustedFile Walk::RunBeside(const TrustedFile& other, const Opening& file)
{
    m_here = other.path.substr(0, other.path.find_last_of(u'\\') + 1) + m_path;
    return EnterFile(other.folder, file);
}

bool Walk::OpenDrive(const std::u16string& drive)
{
    m_here = drive;
    const HRESULT result = OpenRelative(nullptr, u"\\??\\" + drive, {}, nullptr, m_current);
    if (FAILED(result))
    {
        return Fail(result);
    }
    return m_rules.anyPlace || IsFixedLocalDisk(VolumeOf(m_current.Get())) || Refuse("is not a fixed local disk");
}

bool Walk::Enter(HANDLE above, const std::u16string& name, const Opening& opening, Place place)
{
    const HRESULT result = OpenRelative(above, name, opening, m_descriptor, m_current);
    return SUCCEEDED(result) ? Judge(place) : Fail(result);
}

bool Walk::Judge(Place place)
{
    FILE_ATTRIBUTE_TAG_INFO attributes{};
    if (!GetFileInformationByHandleEx(m_current.Get(), FileAttributeTagInfo, &attributes, sizeof(attributes)))
    {
        return Fail(LastError());
    }
    if ((attributes.FileAttributes & FILE_ATTRIBUTE_REPARSE_POINT) != 0)
    {
        return Refuse("is a link (a reparse point)");
    }
    if (m_isForAnyAccount)
    {
        return true;
    }
    std::vector<uint8_t> descriptor;
    if (const HRESULT result = SecurityOf(m_current.Get(), descriptor); FAILED(result))
    {
        return Fail(result);
    }
    std::vector<std::string> trusted = m_rules.accounts;
    if (const auto& own = OwnAccountUnderWine(); !own.empty())
    {
        trusted.push_back(own);
    }
    const auto objection = JudgeAccess(descriptor, place, trusted);
    if (objection)
    {
        m_result.refusal = RefusalText(m_here, place, *objection);
        m_result.result = kNotTrusted;
    }
    return !objection;
}

bool Walk::HasOneName()
{
    FILE_STANDARD_INFO information{};
    if (!GetFileInformationByHandleEx(m_current.Get(), FileStandardInfo, &information, sizeof(information)))
    {
        return Fail(LastError());
    }
    return information.NumberOfLinks <= 1 || Refuse("has another name (a hard link)");
}

// A drive can be another name of a folder (subst). And Wine shows the targets of the machine's links, not the links.
bool Walk::LeadsHere()
{
    const std::u16string final = FinalPath(m_current.Get());
    if (final.empty())
    {
        return Fail(LastError());
    }
    // The long name is looked up by path, which could lead elsewhere meanwhile if any account can change it.
    const bool mayBeShort = !m_isForAnyAccount && m_here.find(u'~') != m_here.npos;
    if (!IsSamePath(final, u"\\\\?\\" + (mayBeShort ? LongPath(m_here) : m_here)))
    {
        return Refuse("leads to " + ShownPath(final));
    }
    m_result.path = WithoutPrefix(final);
    return true;
}

bool Walk::Fail(HRESULT result) noexcept
{
    m_result.result = result;
    return false;
}

bool Walk::Refuse(const std::string& reason)
{
    m_result.refusal = ShownPath(m_here) + " " + reason;
    return Fail(kNotTrusted);
}

} // namespace

TrustedFile OpenTrusted(const std::u16string& path, const TrustRules& rules)
{
    return Walk(rules, path).Run({}, kToRead);
}

TrustedFile OpenTrustedBeside(const TrustedFile& other, const std::u16string& name, const TrustRules& rules)
{
    if (!other.folder)
    {
        TrustedFile failed;
        failed.result = other.result;
        failed.refusal = other.refusal;
        return failed;
    }
    return Walk(rules, name).RunBeside(other, kToRead);
}

TrustedFile OpenTrustedFolder(const std::u16string& path, const TrustRules& rules)
{
    return Walk(rules, WithoutEnd(path)).Run({}, {}, Place::Folder);
}

TrustedFile OpenFolder(const std::u16string& path)
{
    const std::u16string full = FullFolderPath(path);
    if (!StartsWithDrive(full) || GetDriveTypeW(AsWide(full.substr(0, 3))) == DRIVE_REMOTE)
    {
        TrustedFile elsewhere;
        elsewhere.path = full;
        return elsewhere;
    }
    const TrustRules anyPlace{{}, true};
    const std::u16string bare = WithoutEnd(path);
    Walk walk(anyPlace, bare);
    walk.AllowAnyAccount();
    return walk.Run({}, {}, Place::Folder);
}

std::u16string FullFolderPath(const std::u16string& path)
{
    const std::u16string bare = WithoutLongPrefix(path);
    const bool isShare = bare.size() == path.size() && (path.starts_with(u"\\\\") || path.starts_with(u"//"));
    return StartsWithDrive(bare) || isShare ? WithoutEnd(FullPath(bare)) : path;
}

TrustedFile OpenTrustedToAppend(const std::u16string& path, ACCESS_MASK furtherRights)
{
    PSECURITY_DESCRIPTOR descriptor = nullptr;
    if (!ConvertStringSecurityDescriptorToSecurityDescriptorW(
            AsWide(kProtected), SDDL_REVISION_1, &descriptor, nullptr))
    {
        TrustedFile failed;
        failed.result = LastError();
        return failed;
    }
    const UniqueLocal owner(descriptor);
    const TrustRules rules;
    Walk walk(rules, path);
    walk.MakeWith(descriptor);
    return walk.Run(
        {kJudge, kShareAll, FILE_OPEN_IF, FILE_DIRECTORY_FILE},
        {kJudge | FILE_APPEND_DATA | furtherRights, kShareAll, FILE_OPEN_IF, FILE_NON_DIRECTORY_FILE});
}

} // namespace win32
