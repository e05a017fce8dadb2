#include "tool/kept_settings.h"
#include "generated/numbers.h"
#include "text/utf.h"
#include "tool/commands.h"
#include "tool/console.h"
#include "tool/installation.h"
#include "tool/registrations.h"
#include "tool/trusted_copy.h"
#include "win32/file.h"
#include <filesystem>

namespace tool {

std::optional<std::string> ReadInstalledSettings(const std::u16string& dll)
{
    const std::u16string path = WithExtension(dll, u".json");
    win32::FileContent settings = win32::ReadTrustedFile(path, numbers::kMaximumSettingsSize);
    if (settings.result == win32::kNotTrusted)
    {
        Print("The installed settings are not kept: " + settings.source.refusal + "\n");
        return std::nullopt;
    }
    if (settings.result == HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND) ||
        settings.result == HRESULT_FROM_WIN32(ERROR_PATH_NOT_FOUND))
    {
        return std::nullopt;
    }
    Require(settings.result, text::Utf16ToUtf8(path) + " cannot be read");
    return std::move(settings.bytes);
}

void KeepSettings(const ChangeOptions& options)
{
    const std::u16string& name = options.names.front();
    const std::u16string dll = options.from + u"\\" + name + u".dll";
    const std::vector<Registration> registrations = ReadRegistrations();
    const Registration* const registered = Find(registrations, name);
    if (registered == nullptr || IsSame(registered->path, dll))
    {
        return;
    }
    if (const auto settings = ReadInstalledSettings(registered->path))
    {
        const std::u16string path = WithExtension(dll, u".json");
        // A new file: the installer's own can be read by every account.
        std::error_code ignored;
        std::filesystem::remove(path, ignored);
        WriteTrusted(path, *settings);
    }
}

} // namespace tool
