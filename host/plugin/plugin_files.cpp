#include "plugin/plugin_files.h"
#include "generated/policies.h"
#include "text/utf.h"
#include <utility>

namespace {

PluginFiles Named(const std::u16string& stem, std::string place, std::string wayOut)
{
    PluginFiles files;
    files.place = std::move(place);
    files.wayOut = std::move(wayOut);
    files.name = stem.substr(stem.find_last_of(u"\\/") + 1);
    files.script = stem + u".js";
    files.settings = stem + u".json";
    files.scriptFile = text::Utf16ToUtf8(files.name + u".js");
    files.settingsFile = text::Utf16ToUtf8(files.name + u".json");
    return files;
}

} // namespace

PluginFiles PluginFiles::Beside(const std::u16string& dll)
{
    const size_t nameStart = dll.find_last_of(u"\\/") + 1;
    const size_t dot = dll.rfind(u'.');
    const bool hasExtension = dot != std::u16string::npos && dot > nameStart;
    const std::string path = text::Utf16ToUtf8(dll);
    // The plugin's value in the registry can have any name; its data is the DLL's path.
    return Named(
        hasExtension ? dll.substr(0, dot) : dll,
        "beside " + path,
        "To remove the plugin, delete its value (" + path +
            ") in HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Lxss\\Plugins and restart the service "
            "(WslService).");
}

PluginFiles PluginFiles::In(const std::u16string& folder) const
{
    const std::u16string bare = folder.substr(0, folder.find_last_not_of(u"\\/") + 1);
    return Named(
        bare + u"\\" + name,
        "in " + text::Utf16ToUtf8(bare),
        "To run the installed plugin again, delete the policies DevelopmentFolder and DevelopmentAccount in "
        "HKLM\\" +
            text::Utf16ToUtf8(policies::kKey) + "\\Plugins\\" + text::Utf16ToUtf8(name) + ".");
}
