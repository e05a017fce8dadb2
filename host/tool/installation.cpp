#include "tool/installation.h"
#include "text/utf.h"
#include "tool/console.h"
#include "tool/registrations.h"
#include "tool/trusted_copy.h"
#include "win32/wide.h"
#include <algorithm>
#include <charconv>
#include <filesystem>
#include <system_error>
#include <shlobj.h>

namespace tool {

namespace {

std::u16string NumberText(uint32_t number)
{
    const std::string digits = std::to_string(number);
    return {digits.begin(), digits.end()};
}

// Nothing if the folder does not belong to the tool.
std::optional<uint32_t> NumberOf(const std::filesystem::path& folder)
{
    const std::string name = folder.filename().string();
    uint32_t number = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    return error == std::errc() && end == name.data() + name.size() ? std::optional(number) : std::nullopt;
}

// A safe path component with one spelling: folders of that name are removed.
bool IsPluginName(const std::u16string& name)
{
    return !name.empty() && name.find_first_of(u"\\/:*?\"<>|") == name.npos && !name.ends_with(u'.') &&
        !name.ends_with(u' ');
}

} // namespace

std::u16string HostFolder()
{
    // Not %ProgramFiles%: whoever starts the tool can change its environment.
    PWSTR programs = nullptr;
    const HRESULT result = SHGetKnownFolderPath(FOLDERID_ProgramFiles, KF_FLAG_DEFAULT, nullptr, &programs);
    const std::u16string folder(SUCCEEDED(result) ? win32::AsUtf16(programs) : u"");
    CoTaskMemFree(programs);
    Require(result, "the folder for programs cannot be found");
    return folder + u"\\wsl-script-host";
}

std::u16string WithExtension(const std::u16string& dll, const char16_t* extension)
{
    return std::filesystem::path(dll).replace_extension(extension).u16string();
}

Installation::Installation(std::u16string name) : m_name(std::move(name)), m_folder(HostFolder() + u"\\" + m_name)
{
    if (!IsPluginName(m_name))
    {
        throw ToolError('"' + text::Utf16ToUtf8(m_name) + "\" cannot be the name of a plugin");
    }
}

std::vector<uint32_t> Installation::Versions() const
{
    std::vector<uint32_t> versions;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(m_folder, ignored))
    {
        if (const auto number = NumberOf(entry.path()))
        {
            versions.push_back(*number);
        }
    }
    std::ranges::sort(versions);
    return versions;
}

std::u16string Installation::FolderOf(uint32_t version) const
{
    return m_folder + u"\\" + NumberText(version);
}

std::u16string Installation::DllOf(uint32_t version) const
{
    return FolderOf(version) + u"\\" + m_name + u".dll";
}

std::optional<uint32_t> Installation::VersionOf(const std::u16string& dll) const
{
    const auto versions = Versions();
    const auto found = std::ranges::find_if(versions, [&](uint32_t version) { return IsSame(DllOf(version), dll); });
    return found == versions.end() ? std::nullopt : std::optional(*found);
}

bool Installation::Remove(uint32_t version) const
{
    const std::u16string folder = FolderOf(version);
    // remove_all follows links.
    if (!MayRemoveIn(folder))
    {
        return false;
    }
    std::error_code error;
    std::filesystem::remove_all(folder, error);
    return !error;
}

void Installation::RemoveEmptyFolders() const
{
    std::error_code ignored;
    std::filesystem::remove(m_folder, ignored);
    std::filesystem::remove(std::filesystem::path(m_folder).parent_path(), ignored);
}

} // namespace tool
