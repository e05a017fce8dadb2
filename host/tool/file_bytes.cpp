#include "tool/file_bytes.h"
#include "win32/handle.h"
#include "win32/wide.h"
#include <algorithm>

namespace tool {

namespace {

constexpr uint64_t kMaximumFile = 256 * 1024 * 1024;

win32::UniqueFile Open(const std::u16string& path, uint64_t& size)
{
    constexpr DWORD kShareAll = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
    win32::UniqueFile file(
        CreateFileW(win32::AsWide(path), GENERIC_READ, kShareAll, nullptr, OPEN_EXISTING, 0, nullptr));
    LARGE_INTEGER length{};
    size = file && GetFileSizeEx(file.Get(), &length) ? static_cast<uint64_t>(length.QuadPart) : 0;
    return file;
}

std::optional<std::string> Read(const win32::UniqueFile& file, uint64_t start, uint64_t size)
{
    LARGE_INTEGER place{};
    place.QuadPart = static_cast<LONGLONG>(start);
    std::string bytes(size, '\0');
    DWORD read = 0;
    if (!file || !SetFilePointerEx(file.Get(), place, nullptr, FILE_BEGIN) ||
        !ReadFile(file.Get(), bytes.data(), static_cast<DWORD>(size), &read, nullptr))
    {
        return std::nullopt;
    }
    bytes.resize(read);
    return bytes;
}

} // namespace

std::optional<std::string> ReadEndOfFile(const std::u16string& path, uint64_t maximum)
{
    uint64_t size = 0;
    const win32::UniqueFile file = Open(path, size);
    const uint64_t wanted = std::min(size, maximum);
    return Read(file, size - wanted, wanted);
}

std::optional<std::string> ReadWholeFile(const std::u16string& path)
{
    uint64_t size = 0;
    const win32::UniqueFile file = Open(path, size);
    return size > kMaximumFile ? std::nullopt : Read(file, 0, size);
}

} // namespace tool
