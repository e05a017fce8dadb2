#include "win32/file.h"
#include "win32/handle.h"

namespace win32 {

namespace {

uint64_t Join(DWORD high, DWORD low) noexcept
{
    return (uint64_t{high} << 32) | low;
}

DWORD ReadInto(HANDLE file, std::string& bytes) noexcept
{
    for (size_t done = 0; done < bytes.size();)
    {
        DWORD read = 0;
        if (!ReadFile(file, bytes.data() + done, static_cast<DWORD>(bytes.size() - done), &read, nullptr))
        {
            return GetLastError();
        }
        if (read == 0)
        {
            return ERROR_HANDLE_EOF;
        }
        done += read;
    }
    return ERROR_SUCCESS;
}

} // namespace

FileContent ReadWholeFile(const std::wstring& path, uint64_t maximum)
{
    FileContent content;
    const UniqueFile file(CreateFileW(
        path.c_str(), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_DELETE, nullptr, OPEN_EXISTING, 0, nullptr));
    BY_HANDLE_FILE_INFORMATION information{};
    if (!file || !GetFileInformationByHandle(file.Get(), &information))
    {
        content.error = GetLastError();
        return content;
    }
    content.size = Join(information.nFileSizeHigh, information.nFileSizeLow);
    if (content.size > maximum)
    {
        content.error = ERROR_FILE_TOO_LARGE;
        return content;
    }
    content.bytes.resize(content.size);
    content.error = ReadInto(file.Get(), content.bytes);
    return content;
}

FileStamp StampOf(const std::wstring& path) noexcept
{
    WIN32_FILE_ATTRIBUTE_DATA data{};
    if (!GetFileAttributesExW(path.c_str(), GetFileExInfoStandard, &data))
    {
        return {};
    }
    return {
        Join(data.nFileSizeHigh, data.nFileSizeLow),
        Join(data.ftLastWriteTime.dwHighDateTime, data.ftLastWriteTime.dwLowDateTime)};
}

std::wstring ThisModulePath()
{
    HMODULE module = nullptr;
    GetModuleHandleExW(
        GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
        reinterpret_cast<LPCWSTR>(&ThisModulePath),
        &module);
    std::wstring path(MAX_PATH, L'\0');
    for (;;)
    {
        const DWORD length = GetModuleFileNameW(module, path.data(), static_cast<DWORD>(path.size()));
        if (length < path.size())
        {
            path.resize(length);
            return path;
        }
        path.resize(path.size() * 2);
    }
}

} // namespace win32
