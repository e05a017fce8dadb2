#include "win32/file.h"
#include "win32/handle.h"
#include "win32/last_error.h"
#include "win32/text.h"

namespace win32 {

namespace {

uint64_t Join(DWORD high, DWORD low) noexcept
{
    return (uint64_t{high} << 32) | low;
}

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

FileContent ReadWholeFile(const std::u16string& path, uint64_t maximum)
{
    FileContent content;
    const UniqueFile file(CreateFileW(
        AsWide(path), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_DELETE, nullptr, OPEN_EXISTING, 0, nullptr));
    BY_HANDLE_FILE_INFORMATION information{};
    if (!file || !GetFileInformationByHandle(file.Get(), &information))
    {
        content.result = LastError();
        return content;
    }
    content.size = Join(information.nFileSizeHigh, information.nFileSizeLow);
    if (content.size > maximum)
    {
        content.result = HRESULT_FROM_WIN32(ERROR_FILE_TOO_LARGE);
        return content;
    }
    content.bytes.resize(content.size);
    content.result = ReadInto(file.Get(), content.bytes);
    return content;
}

FileStamp StampOf(const std::u16string& path) noexcept
{
    WIN32_FILE_ATTRIBUTE_DATA data{};
    if (!GetFileAttributesExW(AsWide(path), GetFileExInfoStandard, &data))
    {
        return {};
    }
    return {
        Join(data.nFileSizeHigh, data.nFileSizeLow),
        Join(data.ftLastWriteTime.dwHighDateTime, data.ftLastWriteTime.dwLowDateTime)};
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
