// Reading small files whole.
#pragma once
#include "win32/windows.h"
#include <cstdint>
#include <string>

namespace win32 {

// What changes when a file is written to.
struct FileStamp
{
    uint64_t size = 0;
    uint64_t written = 0; // FILETIME
    bool operator==(const FileStamp&) const = default;
};

struct FileContent
{
    HRESULT result = S_OK; // ERROR_FILE_TOO_LARGE past the maximum
    uint64_t size = 0;     // also of a file that is too large
    std::string bytes;
};

// Reads a file of at most `maximum` bytes. Nobody can write to it meanwhile.
FileContent ReadWholeFile(const std::u16string& path, uint64_t maximum);

// The stamp of a file that may be missing: all zero then.
FileStamp StampOf(const std::u16string& path) noexcept;

// The path with its %VARIABLES% replaced.
std::u16string ExpandEnvironment(const std::u16string& path);

} // namespace win32
