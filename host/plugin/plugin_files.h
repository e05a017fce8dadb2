// The files beside the DLL that make a plugin, named after it.
#pragma once
#include "win32/file.h"
#include <string>

// Change when script or settings are written to.
struct SourceStamps
{
    win32::FileStamp script;
    win32::FileStamp settings;
    bool operator==(const SourceStamps&) const = default;
};

struct PluginFiles
{
    std::u16string name;      // "hello"
    std::string place;        // "beside C:\...\hello.dll": where they belong, for messages
    std::string wayOut;       // how to let WSL start without them, for messages
    std::u16string script;    // "C:\...\hello.js"
    std::u16string settings;  // "C:\...\hello.json", which may be missing
    std::string scriptFile;   // "hello.js", as stacks and messages name it
    std::string settingsFile; // "hello.json"

    // `dll` is the full path.
    static PluginFiles Beside(const std::u16string& dll);

    // The same plugin's files in another folder.
    PluginFiles In(const std::u16string& folder) const;
};
