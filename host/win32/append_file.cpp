#include "win32/append_file.h"
#include "win32/last_error.h"
#include "win32/trusted_path.h"
#include "win32/wide.h"
#include <cstring>
#include <vector>
#include <winternl.h>

namespace win32 {

namespace {

// From ntifs.h, which applications cannot include.
const auto kFileRenameInformationEx = static_cast<FILE_INFORMATION_CLASS>(65);
constexpr ULONG kReplaceIfExists = 1;
constexpr ULONG kPosixSemantics = 2;

// One writer at a time rotates a file, in less than a millisecond.
class RotationLock
{
public:
    explicit RotationLock(HANDLE file) noexcept : m_file(file)
    {
        constexpr int kAttempts = 50;
        constexpr DWORD kPause = 2; // milliseconds
        for (int i = 0; i < kAttempts && !m_locked; i++)
        {
            OVERLAPPED place = Place();
            m_locked = LockFileEx(file, LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &place);
            if (!m_locked)
            {
                Sleep(kPause);
            }
        }
    }

    RotationLock(const RotationLock&) = delete;
    RotationLock& operator=(const RotationLock&) = delete;

    ~RotationLock()
    {
        if (m_locked)
        {
            OVERLAPPED place = Place();
            UnlockFileEx(m_file, 0, 1, 0, &place);
        }
    }

    explicit operator bool() const noexcept
    {
        return m_locked;
    }

private:
    // An offset that no file reaches.
    static OVERLAPPED Place() noexcept
    {
        OVERLAPPED place{};
        place.Offset = MAXDWORD;
        place.OffsetHigh = MAXLONG;
        return place;
    }

    HANDLE m_file;
    bool m_locked = false;
};

// Renames the open file within its folder, whatever has the old name by now.
HRESULT RenameInFolder(const TrustedFile& opened, const std::u16string& name)
{
    const size_t length = name.size() * sizeof(char16_t);
    std::vector<uint64_t> buffer((sizeof(FILE_RENAME_INFO) + length) / sizeof(uint64_t) + 1);
    auto* const information = reinterpret_cast<FILE_RENAME_INFO*>(buffer.data());
    information->RootDirectory = opened.folder.Get();
    information->FileNameLength = static_cast<DWORD>(length);
    std::memcpy(information->FileName, name.data(), length);
    const auto rename = [&](ULONG flags, FILE_INFORMATION_CLASS kind) {
        IO_STATUS_BLOCK status{};
        // Replaces ReplaceIfExists, which is 1 in the older form.
        std::memcpy(buffer.data(), &flags, sizeof(flags));
        return NtSetInformationFile(
            opened.file.Get(), &status, information, static_cast<ULONG>(sizeof(FILE_RENAME_INFO) + length), kind);
    };
    // POSIX semantics replace a file that others have open. Some file systems, and Wine 8, lack them.
    NTSTATUS result = rename(kReplaceIfExists | kPosixSemantics, kFileRenameInformationEx);
    if (!NT_SUCCESS(result))
    {
        result = rename(kReplaceIfExists, FileRenameInformation);
    }
    return NT_SUCCESS(result) ? S_OK : HRESULT_FROM_WIN32(RtlNtStatusToDosError(result));
}

std::u16string NameOf(const std::u16string& path)
{
    return path.substr(path.find_last_of(u"\\/") + 1);
}

} // namespace

AppendFile::Identity AppendFile::IdentityOf(HANDLE file) noexcept
{
    FILE_ID_INFO information{};
    Identity identity;
    if (GetFileInformationByHandleEx(file, FileIdInfo, &information, sizeof(information)))
    {
        identity.volume = information.VolumeSerialNumber;
        std::memcpy(identity.file, information.FileId.Identifier, sizeof(identity.file));
    }
    return identity;
}

// The identity of the file at the path now; all zero if there is none.
AppendFile::Identity AppendFile::IdentityOf(const std::u16string& path) noexcept
{
    const UniqueFile file(CreateFileW(
        AsWide(path),
        FILE_READ_ATTRIBUTES,
        FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
        nullptr,
        OPEN_EXISTING,
        FILE_FLAG_OPEN_REPARSE_POINT,
        nullptr));
    return file ? IdentityOf(file.Get()) : Identity();
}

// Most files never need it, and Wine takes long to look up the volume's number.
const AppendFile::Identity& AppendFile::OpenIdentity() noexcept
{
    if (!m_identity)
    {
        m_identity = IdentityOf(m_file.Get());
    }
    return *m_identity;
}

HRESULT AppendFile::Open(const std::u16string& path)
{
    m_file = {};
    m_path = path;
    TrustedFile opened = OpenTrustedToAppend(path);
    LARGE_INTEGER size{};
    m_refusal = std::move(opened.refusal);
    if (FAILED(opened.result))
    {
        return opened.result;
    }
    if (!GetFileSizeEx(opened.file.Get(), &size))
    {
        return LastError();
    }
    m_file = std::move(opened.file);
    m_identity.reset();
    m_size = static_cast<uint64_t>(size.QuadPart);
    m_isShared = false;
    return S_OK;
}

HRESULT AppendFile::OpenAgain()
{
    AppendFile again;
    const HRESULT result = again.Open(m_path);
    if (SUCCEEDED(result))
    {
        again.m_isShared = m_isShared;
        *this = std::move(again);
    }
    return result;
}

HRESULT AppendFile::Write(std::string_view bytes)
{
    // Costs nothing if there is no other writer.
    if (m_isShared && IdentityOf(m_path) != OpenIdentity())
    {
        if (const HRESULT result = OpenAgain(); FAILED(result))
        {
            return result;
        }
    }
    bool isGone = false;
    HRESULT result = Append(bytes, isGone);
    if (SUCCEEDED(result) && isGone)
    {
        result = OpenAgain();
        if (SUCCEEDED(result))
        {
            result = Append(bytes, isGone);
        }
    }
    return result;
}

HRESULT AppendFile::Append(std::string_view bytes, bool& isGone) noexcept
{
    DWORD written = 0;
    if (!WriteFile(m_file.Get(), bytes.data(), static_cast<DWORD>(bytes.size()), &written, nullptr))
    {
        return LastError();
    }
    FILE_STANDARD_INFO information{};
    if (!GetFileInformationByHandleEx(m_file.Get(), FileStandardInfo, &information, sizeof(information)))
    {
        return LastError();
    }
    const auto size = static_cast<uint64_t>(information.EndOfFile.QuadPart);
    isGone = information.DeletePending || information.NumberOfLinks == 0;
    m_isShared = m_isShared || size != m_size + written;
    m_size = size;
    return S_OK;
}

HRESULT AppendFile::Rotate()
{
    const TrustedFile opened = OpenTrustedToAppend(m_path, DELETE | FILE_READ_DATA);
    if (FAILED(opened.result))
    {
        return opened.result;
    }
    const RotationLock lock(opened.file.Get());
    if (!lock)
    {
        return HRESULT_FROM_WIN32(ERROR_LOCK_VIOLATION);
    }
    // Another writer may have been first.
    if (IdentityOf(opened.file.Get()) == OpenIdentity() && IdentityOf(m_path) == OpenIdentity())
    {
        if (const HRESULT result = RenameInFolder(opened, NameOf(m_path) + u".1"); FAILED(result))
        {
            return result;
        }
    }
    return OpenAgain();
}

} // namespace win32
