#include "plugin/plugin_files.h"
#include "text/utf.h"
#include <utility>

PluginFiles PluginFiles::Beside(std::u16string dll)
{
    PluginFiles files;
    files.dll = std::move(dll);
    const size_t nameStart = files.dll.find_last_of(u"\\/") + 1;
    const size_t dot = files.dll.rfind(u'.');
    const bool hasExtension = dot != std::u16string::npos && dot > nameStart;
    const std::u16string stem = hasExtension ? files.dll.substr(0, dot) : files.dll;
    files.name = stem.substr(nameStart);
    files.script = stem + u".js";
    files.settings = stem + u".json";
    files.scriptFile = text::Utf16ToUtf8(files.name + u".js");
    files.settingsFile = text::Utf16ToUtf8(files.name + u".json");
    return files;
}
