#include "tool/trusted_copy.h"
#include "text/utf.h"
#include "tool/console.h"
#include "tool/file_bytes.h"
#include "win32/last_error.h"
#include "win32/trusted_path.h"

namespace tool {

void WriteTrusted(const std::u16string& path, const std::string& bytes)
{
    const win32::TrustedFile target = win32::OpenTrustedToAppend(path, FILE_WRITE_DATA);
    if (target.result == win32::kNotTrusted)
    {
        throw ToolError(target.refusal);
    }
    const std::string what = text::Utf16ToUtf8(path) + " cannot be written";
    Require(target.result, what);
    Require(SetEndOfFile(target.file.Get()) ? S_OK : win32::LastError(), what);
    DWORD written = 0;
    const bool isWritten = WriteFile(
        target.file.Get(), bytes.data(), static_cast<DWORD>(bytes.size()), &written, nullptr);
    Require(isWritten && written == bytes.size() ? S_OK : win32::LastError(), what);
}

std::string ReadFrom(const std::u16string& path)
{
    auto bytes = ReadWholeFile(path);
    if (!bytes)
    {
        throw ToolError(text::Utf16ToUtf8(path) + " cannot be read");
    }
    return *std::move(bytes);
}

bool MayRemoveIn(const std::u16string& folder)
{
    return win32::OpenTrustedFolder(folder).result != win32::kNotTrusted;
}

} // namespace tool
