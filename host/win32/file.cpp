#include "win32/file.h"
#include "win32/handle.h"
#include "win32/last_error.h"
#include "win32/text.h"
#include <cstring>

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

} // namespace

FileContent ReadTrustedFile(const std::u16string& path, uint64_t maximum, const TrustRules& rules)
{
    FileContent content;
    TrustedFile opened = OpenTrusted(path, rules);
    LARGE_INTEGER size{};
    if (FAILED(opened.result))
    {
        content.result = opened.result;
        content.refusal = std::move(opened.refusal);
        return content;
    }
    if (!GetFileSizeEx(opened.file.Get(), &size))
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
    content.result = ReadInto(opened.file.Get(), content.bytes);
    return content;
}

FileStamp StampOf(const std::u16string& path) noexcept
{
    const UniqueFile file(CreateFileW(
        AsWide(path),
        FILE_READ_ATTRIBUTES,
        FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
        nullptr,
        OPEN_EXISTING,
        0,
        nullptr));
    FILE_BASIC_INFO times{};
    FILE_STANDARD_INFO sizes{};
    FILE_ID_INFO id{};
    if (!file || !GetFileInformationByHandleEx(file.Get(), FileBasicInfo, &times, sizeof(times)) ||
        !GetFileInformationByHandleEx(file.Get(), FileStandardInfo, &sizes, sizeof(sizes)) ||
        !GetFileInformationByHandleEx(file.Get(), FileIdInfo, &id, sizeof(id)))
    {
        return {};
    }
    FileStamp stamp{
        static_cast<uint64_t>(sizes.EndOfFile.QuadPart), static_cast<uint64_t>(times.ChangeTime.QuadPart), {}};
    std::memcpy(stamp.id, id.FileId.Identifier, sizeof(stamp.id));
    return stamp;
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
