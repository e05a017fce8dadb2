// Files with paths that the host refuses, and files that it makes.
#include "cases/cases.h"
#include "text/utf.h"
#include "win32/append_file.h"
#include "win32/file.h"
#include "win32/volume.h"
#include <cstring>
#include <winioctl.h>

namespace {

// Of Wine's mountmgr: how winecfg defines a drive.
constexpr DWORD kDefineUnixDrive = CTL_CODE('m', 32, METHOD_BUFFERED, FILE_READ_ACCESS | FILE_WRITE_ACCESS);

struct UnixDrive
{
    ULONG size;
    ULONG type;
    ULONG fileSystem;
    DWORD serial;
    ULONGLONG device;
    WCHAR letter;
    USHORT mountPointOffset;
    USHORT deviceOffset;
    USHORT labelOffset;
    char mountPoint[8];
};

// A drive of a given type during its lifetime; it leads to /usr.
class Drive
{
public:
    explicit Drive(DWORD type)
    {
        Expect(Define(type), "Wine does not define a drive");
    }

    ~Drive()
    {
        Define(DRIVE_NO_ROOT_DIR);
    }

private:
    static bool Define(DWORD type)
    {
        const win32::UniqueFile manager(CreateFileW(
            L"\\\\.\\MountPointManager", GENERIC_READ | GENERIC_WRITE, 0, nullptr, OPEN_EXISTING, 0, nullptr));
        UnixDrive drive{};
        drive.size = sizeof(drive);
        drive.type = type;
        drive.letter = L'N';
        if (type != DRIVE_NO_ROOT_DIR)
        {
            drive.mountPointOffset = offsetof(UnixDrive, mountPoint);
            std::strcpy(drive.mountPoint, "/usr");
        }
        DWORD returned = 0;
        return manager &&
            DeviceIoControl(manager.Get(), kDefineUnixDrive, &drive, sizeof(drive), nullptr, 0, &returned, nullptr) !=
            0;
    }
};

// What VolumeOf returns, and what it was called for. Each case is a process of its own.
win32::Volume g_volume{FILE_DEVICE_DISK_FILE_SYSTEM, 0};
std::u16string g_judged;

void ExpectRefusal(const char16_t* path, const std::string& refusal, const win32::TrustRules& rules = {})
{
    const win32::TrustedFile opened = win32::OpenTrusted(path, rules);
    ExpectEqual(opened.refusal, refusal);
    ExpectEqual(opened.result, win32::kNotTrusted);
    Expect(!opened.file, "it is open all the same");
}

void Drives()
{
    const auto open = [](const win32::Volume& volume, const win32::TrustRules& rules = {}) {
        g_volume = volume;
        return win32::OpenTrusted(u"C:\\windows\\win.ini", rules);
    };
    const win32::Volume refused[] = {
        {FILE_DEVICE_NETWORK_FILE_SYSTEM, 0},
        {FILE_DEVICE_DISK, win32::kRemoteDevice},
        {FILE_DEVICE_DISK_FILE_SYSTEM, win32::kRemovableMedia},
        {FILE_DEVICE_CD_ROM, 0},
        {FILE_DEVICE_CD_ROM_FILE_SYSTEM, 0},
        {}};
    for (const win32::Volume& volume : refused)
    {
        const win32::TrustedFile opened = open(volume);
        ExpectEqual(opened.refusal, "C:\\ is not a fixed local disk");
        ExpectEqual(opened.result, win32::kNotTrusted);
        Expect(!opened.file, "it is open all the same");
        ExpectEqual(open(volume, {{}, true}).result, S_OK);
    }
    for (const DWORD kind : {FILE_DEVICE_DISK, FILE_DEVICE_DISK_FILE_SYSTEM, FILE_DEVICE_VIRTUAL_DISK})
    {
        constexpr DWORD kIsMounted = 0x20;
        ExpectEqual(open({static_cast<DWORD>(kind), kIsMounted}).result, S_OK);
    }
    ExpectEqual(text::Utf16ToUtf8(g_judged), "\\\\?\\C:\\");
}

void OtherPaths()
{
    ExpectRefusal(u"\\\\server\\share\\hello.js", "\\\\server\\share\\hello.js is on a network drive");
    ExpectRefusal(u"\\\\?\\UNC\\server\\share\\hello.js", "UNC\\server\\share\\hello.js does not start with a drive");
    ExpectRefusal(u"hello.js", "hello.js does not start with a drive");
    ExpectRefusal(u"", " does not start with a drive");
    ExpectRefusal(u"\\hello.js", "\\hello.js does not start with a drive");
    ExpectRefusal(u"C:hello.js", "C:hello.js does not start with a drive");
    ExpectRefusal(u"C:\\windows\\hello.js:stream", "C:\\windows\\hello.js:stream names a stream of a file");
    ExpectRefusal(u"C:\\windows:stream\\hello.js", "C:\\windows:stream\\hello.js names a stream of a file");
    // Windows uses what follows this prefix unchanged. Messages do not show it.
    for (const char16_t* path :
         {u"\\\\?\\C:\\windows\\win.ini.",
          u"\\\\?\\C:\\windows\\win.ini ",
          u"\\\\?\\C:/windows/win.ini",
          u"\\\\?\\C:\\windows\\.\\win.ini",
          u"\\\\?\\C:\\windows\\system32\\..\\win.ini"})
    {
        ExpectRefusal(path, text::Utf16ToUtf8(path + 4) + " names another folder without its prefix \\\\?\\");
    }
}

void NoFiles()
{
    constexpr HRESULT kNoFile = HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND);
    constexpr HRESULT kNoFolder = HRESULT_FROM_WIN32(ERROR_PATH_NOT_FOUND);
    ExpectEqual(win32::OpenTrusted(u"C:\\windows\\no such file").result, kNoFile);
    ExpectEqual(win32::OpenTrusted(u"C:\\no such folder\\file").result, kNoFolder);
    Expect(FAILED(win32::OpenTrusted(u"C:\\windows").result), "a folder is opened as a file");
    Expect(FAILED(win32::OpenTrusted(u"C:\\windows\\").result), "a folder is opened as a file");
    ExpectEqual(win32::OpenTrusted(u"C:\\windows\\win.ini\\file").result, HRESULT_FROM_WIN32(ERROR_DIRECTORY));
}

void Spellings()
{
    for (const auto* path :
         {u"C:\\windows\\win.ini",
          u"c:/WINDOWS/Win.ini",
          u"C:\\windows\\.\\system32\\..\\win.ini",
          u"\\\\?\\C:\\windows\\win.ini"})
    {
        const win32::TrustedFile opened = win32::OpenTrusted(path);
        ExpectEqual(opened.refusal, "");
        ExpectEqual(opened.result, S_OK);
    }
}

// A missing file means default settings: a file whose path is too long must not be mistaken for one.
void Folders()
{
    for (const char16_t* path : {u"C:\\", u"c:/", u"C:\\windows\\", u"c:/WINDOWS//", u"\\\\?\\C:\\windows\\fonts"})
    {
        const win32::TrustedFile opened = win32::OpenFolder(path);
        ExpectEqual(opened.refusal, "");
        ExpectEqual(opened.result, S_OK);
        Expect(static_cast<bool>(opened.file), "it is not open");
        ExpectEqual(win32::OpenTrustedFolder(path).result, S_OK);
    }
    ExpectEqual(win32::OpenFolder(u"C:\\no such folder").result, HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND));
    ExpectEqual(win32::OpenFolder(u"C:\\windows\\win.ini").result, HRESULT_FROM_WIN32(ERROR_DIRECTORY));
    ExpectEqual(win32::OpenFolder(u"C:\\windows:stream").result, win32::kNotTrusted);
}

// Opening a path on another machine would send it this machine's credentials.
void OtherMachines()
{
    for (const char16_t* path : {u"\\\\server\\share\\", u"//server/share/tools", u"\\\\?\\UNC\\server\\share"})
    {
        const win32::TrustedFile opened = win32::OpenFolder(path);
        ExpectEqual(opened.result, S_OK);
        Expect(!opened.file, "it is open");
        ExpectEqual(win32::OpenTrustedFolder(path).result, win32::kNotTrusted);
    }
    const Drive drive(DRIVE_REMOTE);
    const win32::TrustedFile opened = win32::OpenFolder(u"N:\\bin");
    ExpectEqual(opened.result, S_OK);
    Expect(!opened.file, "it is open");
    g_volume = {FILE_DEVICE_NETWORK_FILE_SYSTEM, win32::kRemoteDevice};
    ExpectEqual(win32::OpenTrustedFolder(u"N:\\bin").result, win32::kNotTrusted);
}

void FullPaths()
{
    const std::pair<const char16_t*, std::u16string> paths[] = {
        {u"C:\\", u"C:\\"},
        {u"C:\\Tools\\\\", u"C:\\Tools"},
        {u"C:/Tools/./x/..", u"C:\\Tools"},
        {u"\\\\?\\C:\\Tools", u"C:\\Tools"},
        {u"\\\\server\\share\\", u"\\\\server\\share"},
        {u"//server/share/x/../y/", u"\\\\server\\share\\y"},
        {u"\\\\?\\UNC\\server\\share", u"\\\\?\\UNC\\server\\share"},
        {u"Tools\\", u"Tools\\"},
        {u"C:Tools", u"C:Tools"},
        {u"", u""},
    };
    for (const auto& [path, full] : paths)
    {
        ExpectEqual(text::Utf16ToUtf8(win32::FullFolderPath(path)), text::Utf16ToUtf8(full));
    }
}

const AddCases g_cases{
    {"files on drives that are not fixed local disks are refused", Drives},
    {"paths without a drive, and streams, are refused", OtherPaths},
    {"a missing file differs from one that is refused", NoFiles},
    {"a file is found by every spelling of its path", Spellings},
    {"a folder to mount is opened by every spelling of its path, and the drive itself, too", Folders},
    {"a folder to mount on another machine is neither opened nor trusted", OtherMachines},
    {"a folder's full path has one spelling, and no end", FullPaths},
};

} // namespace

namespace win32 {

Volume VolumeOf(HANDLE file) noexcept
{
    wchar_t path[MAX_PATH] = {};
    GetFinalPathNameByHandleW(file, path, MAX_PATH, FILE_NAME_NORMALIZED | VOLUME_NAME_DOS);
    g_judged = reinterpret_cast<const char16_t*>(path);
    return g_volume;
}

} // namespace win32
