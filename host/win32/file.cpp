#include "win32/file.h"
#include "win32/handle.h"
#include "win32/last_error.h"
#include "win32/wide.h"
#include <utility>
#include <winternl.h>

// From wdm.h, which applications cannot include.
extern "C" NTSTATUS NTAPI NtQueryFullAttributesFile(POBJECT_ATTRIBUTES, PFILE_NETWORK_OPEN_INFORMATION);

namespace win32 {

namespace {

HRESULT ReadInto(HANDLE file, std::string& bytes) noexcept
{
    for (size_t done = 0; done < bytes.size();)
    {
        DWORD read = 0;
        if (!ReadFile(file, bytes.data() + done, static_cast<DWORD>(bytes.size() - done), &read, nullptr))
        {
            return LastError();
        }
        if (read == 0)
        {
            return HRESULT_FROM_WIN32(ERROR_HANDLE_EOF);
        }
        done += read;
    }
    return S_OK;
}

FileContent ReadOpened(TrustedFile source, uint64_t maximum)
{
    FileContent content;
    content.source = std::move(source);
    const HANDLE file = content.source.file.Get();
    LARGE_INTEGER size{};
    if (FAILED(content.source.result))
    {
        content.result = content.source.result;
        return content;
    }
    if (!GetFileSizeEx(file, &size))
    {
        content.result = LastError();
        return content;
    }
    content.size = static_cast<uint64_t>(size.QuadPart);
    if (content.size > maximum)
    {
        content.result = HRESULT_FROM_WIN32(ERROR_FILE_TOO_LARGE);
        return content;
    }
    content.bytes.resize(content.size);
    content.result = ReadInto(file, content.bytes);
    return content;
}

} // namespace

FileContent ReadTrustedFile(const std::u16string& path, uint64_t maximum, const TrustRules& rules)
{
    return ReadOpened(OpenTrusted(path, rules), maximum);
}

FileContent
ReadTrustedFileBeside(const FileContent& other, const std::u16string& name, uint64_t maximum, const TrustRules& rules)
{
    return ReadOpened(OpenTrustedBeside(other.source, name, rules), maximum);
}

FileStamp StampOf(const std::u16string& path) noexcept
{
    UNICODE_STRING name{};
    if (!RtlDosPathNameToNtPathName_U(AsWide(path), &name, nullptr, nullptr))
    {
        return {};
    }
    OBJECT_ATTRIBUTES attributes{};
    attributes.Length = sizeof(attributes);
    attributes.ObjectName = &name;
    attributes.Attributes = OBJ_CASE_INSENSITIVE;
    FILE_NETWORK_OPEN_INFORMATION found{};
    const bool isThere = NT_SUCCESS(NtQueryFullAttributesFile(&attributes, &found));
    RtlFreeUnicodeString(&name);
    return isThere ? FileStamp{
        static_cast<uint64_t>(found.EndOfFile.QuadPart),
        static_cast<uint64_t>(found.ChangeTime.QuadPart),
        static_cast<uint64_t>(found.CreationTime.QuadPart)} : FileStamp{};
}

std::u16string ExpandEnvironment(const std::u16string& path)
{
    std::u16string expanded(path.size() + MAX_PATH, u'\0');
    for (;;)
    {
        const DWORD needed = ExpandEnvironmentStringsW(
            AsWide(path), AsWideBuffer(expanded), static_cast<DWORD>(expanded.size()));
        if (needed == 0)
        {
            return path;
        }
        if (needed <= expanded.size())
        {
            expanded.resize(needed - 1);
            return expanded;
        }
        expanded.resize(needed);
    }
}

} // namespace win32
