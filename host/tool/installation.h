// Where the tool puts plugins: C:\Program Files\wsl-script-host\<name>\<n>, a numbered folder for each version that was
// installed. The tool never writes to a loaded DLL: it switches the registry's value to the next folder.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tool {

// Of all plugins: `wsl-script-host` in the folder for programs. Throws a ToolError if Windows has no such folder.
std::u16string HostFolder();

// The plugin's file beside its DLL: u".js", u".json".
std::u16string WithExtension(const std::u16string& dll, const char16_t* extension);

class Installation
{
public:
    // Throws a ToolError for a name that would lead outside.
    explicit Installation(std::u16string name);

    const std::u16string& Name() const noexcept
    {
        return m_name;
    }

    // The folder of all versions.
    const std::u16string& Folder() const noexcept
    {
        return m_folder;
    }

    // The installed versions, the oldest first.
    std::vector<uint32_t> Versions() const;

    std::u16string FolderOf(uint32_t version) const;
    std::u16string DllOf(uint32_t version) const;

    // The version that a DLL's path belongs to; nothing for a path elsewhere.
    std::optional<uint32_t> VersionOf(const std::u16string& dll) const;

    // Removes a version's folder. False if files in it are still in use.
    bool Remove(uint32_t version) const;

    // Removes the plugin's folder, and the one for all plugins, if they are empty.
    void RemoveEmptyFolders() const;

private:
    std::u16string m_name;
    std::u16string m_folder;
};

} // namespace tool
