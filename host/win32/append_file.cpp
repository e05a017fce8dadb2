#include "win32/append_file.h"
#include "win32/last_error.h"
#include "win32/owner_check.h"
#include "win32/text.h"
#include <sddl.h>

namespace win32 {

namespace {

constexpr char16_t kFolderSecurity[] = u"D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)";

// Makes the folders above the file that are not there yet. What cannot be made shows when the file is opened.
void MakeFolders(const std::u16string& file)
{
    PSECURITY_DESCRIPTOR descriptor = nullptr;
    ConvertStringSecurityDescriptorToSecurityDescriptorW(
        AsWide(kFolderSecurity), SDDL_REVISION_1, &descriptor, nullptr);
    const UniqueLocal owner(descriptor);
    SECURITY_ATTRIBUTES attributes{sizeof(attributes), descriptor, FALSE};
    for (size_t end = file.find_first_of(u"\\/"); end != file.npos; end = file.find_first_of(u"\\/", end + 1))
    {
        CreateDirectoryW(AsWide(file.substr(0, end)), descriptor != nullptr ? &attributes : nullptr);
    }
}

HANDLE OpenToAppend(const std::u16string& path) noexcept
{
    // Appending is atomic, so a second process may write to the same file; deleting lets administrators clean up.
    return CreateFileW(
        AsWide(path),
        FILE_APPEND_DATA | SYNCHRONIZE,
        FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
        nullptr,
        OPEN_ALWAYS,
        FILE_ATTRIBUTE_NORMAL,
        nullptr);
}

} // namespace

HRESULT AppendFile::Open(const std::u16string& path)
{
    m_file = {};
    MakeFolders(path);
    if (const HRESULT planted = CheckOwners(path); FAILED(planted))
    {
        return planted;
    }
    m_file = UniqueFile(OpenToAppend(path));
    LARGE_INTEGER size{};
    if (!m_file || !GetFileSizeEx(m_file.Get(), &size))
    {
        return LastError();
    }
    m_size = static_cast<uint64_t>(size.QuadPart);
    return S_OK;
}

HRESULT AppendFile::Write(std::string_view bytes) noexcept
{
    DWORD written = 0;
    const bool done = WriteFile(m_file.Get(), bytes.data(), static_cast<DWORD>(bytes.size()), &written, nullptr);
    m_size += written;
    return done ? S_OK : LastError();
}

HRESULT Rename(const std::u16string& from, const std::u16string& to) noexcept
{
    return MoveFileExW(AsWide(from), AsWide(to), MOVEFILE_REPLACE_EXISTING) ? S_OK : LastError();
}

} // namespace win32
