// Files with paths that the host refuses, and files that it makes.
#include "cases/cases.h"
#include "text/utf.h"
#include "win32/append_file.h"
#include "win32/file.h"
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

void ExpectRefusal(const char16_t* path, const std::string& refusal, const win32::TrustRules& rules = {})
{
    const win32::TrustedFile opened = win32::OpenTrusted(path, rules);
    ExpectEqual(opened.refusal, refusal);
    ExpectEqual(opened.result, win32::kNotTrusted);
    Expect(!opened.file, "it is open all the same");
}

void Drives()
{
    for (const DWORD type : {DRIVE_REMOTE, DRIVE_REMOVABLE, DRIVE_CDROM})
    {
        const Drive drive(type);
        ExpectEqual(GetDriveTypeW(L"N:\\"), type);
        ExpectRefusal(u"N:\\bin\\env", "N:\\ is not a fixed local disk");
        const win32::TrustRules anyPlace{{}, true};
        const win32::TrustedFile opened = win32::OpenTrusted(u"N:\\no such file", anyPlace);
        ExpectEqual(opened.refusal, "");
        ExpectEqual(opened.result, HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND));
    }
    const Drive drive(DRIVE_FIXED);
    Expect(
        win32::OpenTrusted(u"N:\\no such file").result == HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND),
        "a fixed drive is not taken");
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
