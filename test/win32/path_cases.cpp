// Files by paths that lead where the host does not go, and files that it makes.
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

// A drive of some type, for as long as it lives; it leads to /usr.
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

const AddCases g_cases{
    {"files on drives that are not fixed local disks are refused", Drives},
    {"paths without a drive, and streams, are refused", OtherPaths},
    {"a missing file differs from one that is refused", NoFiles},
    {"a file is found by every spelling of its path", Spellings},
};

} // namespace
