// Reading small files whole.
#pragma once
#include "win32/trusted_path.h"
#include <cstdint>
#include <string>

namespace win32 {

// What changes when a file is written to, or replaced by another: also where its size and its time of writing are kept.
struct FileStamp
{
    uint64_t size = 0;
    uint64_t changed = 0; // FILETIME, of its name and permissions, too
    uint64_t created = 0; // FILETIME
    bool operator==(const FileStamp&) const = default;
};

struct FileContent
{
    HRESULT result = S_OK; // ERROR_FILE_TOO_LARGE past the maximum
    uint64_t size = 0;     // also of a file that is too large
    std::string bytes{};
    TrustedFile source{}; // still open
};

// Reads a file of at most `maximum` bytes that only the system and administrators can change.
FileContent ReadTrustedFile(const std::u16string& path, uint64_t maximum, const TrustRules& rules = {});

// Reads another file of that file's folder in the same way, without a second walk.
FileContent ReadTrustedFileBeside(
    const FileContent& other, const std::u16string& name, uint64_t maximum, const TrustRules& rules = {});

// The stamp of a file that may be missing: all zero then. Opens nothing, and so blocks no other program.
FileStamp StampOf(const std::u16string& path) noexcept;

// The path with its %VARIABLES% replaced.
std::u16string ExpandEnvironment(const std::u16string& path);

} // namespace win32
