#include "plugin/plugin_files.h"
#include "win32/file.h"
#include "win32/text.h"

PluginFiles PluginFiles::BesideThisModule()
{
    PluginFiles files;
    files.dll = win32::ThisModulePath();
    const size_t nameStart = files.dll.find_last_of(L"\\/") + 1;
    const size_t dot = files.dll.rfind(L'.');
    const bool hasExtension = dot != std::wstring::npos && dot > nameStart;
    const std::wstring stem = hasExtension ? files.dll.substr(0, dot) : files.dll;
    files.name = stem.substr(nameStart);
    files.script = stem + L".js";
    files.settings = stem + L".json";
    files.scriptFile = win32::ToUtf8(files.name + L".js");
    files.settingsFile = win32::ToUtf8(files.name + L".json");
    return files;
}
