// Reads whole small files.
#pragma once
#include "win32/trusted_path.h"
#include <cstdint>
#include <string>

namespace win32 {

// Changes whenever a file is written to or replaced, even if its size and its time of writing stay the same.
struct FileStamp
{
    uint64_t size = 0;
    uint64_t changed = 0; // FILETIME; also a change of its name or permissions
    uint64_t created = 0; // FILETIME
    bool operator==(const FileStamp&) const = default;
};

struct FileContent
{
    HRESULT result = S_OK; // ERROR_FILE_TOO_LARGE if it is longer than the maximum
    uint64_t size = 0;     // also if the file is too large
    std::string bytes{};
    TrustedFile source{}; // still open
};

// Reads a file of at most `maximum` bytes that only the system and administrators can change.
FileContent ReadTrustedFile(const std::u16string& path, uint64_t maximum, const TrustRules& rules = {});

// Reads another file in the same folder in the same way, without a second walk.
FileContent ReadTrustedFileBeside(
    const FileContent& other, const std::u16string& name, uint64_t maximum, const TrustRules& rules = {});

// The stamp of a file; all zero if it is missing. Opens nothing, so it blocks no other program.
FileStamp StampOf(const std::u16string& path) noexcept;

// The path with its %VARIABLES% replaced.
std::u16string ExpandEnvironment(const std::u16string& path);

} // namespace win32
