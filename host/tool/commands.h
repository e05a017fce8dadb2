// The commands that change something. They throw ToolError.
#pragma once
#include <string>
#include <vector>

namespace tool {

struct ChangeOptions
{
    std::vector<std::u16string> names; // install: by default all that the folder has
    std::u16string from;               // install: the package's folder; dev: the script's folder
    bool yes = false;                  // asks no questions
    bool restart = true;               // WSL's service
    bool force = false;                // install: also a DLL that WSL would not load
    std::u16string account;            // dev: whose sessions; the caller's by default
    bool newSettings = false;          // install: replaces the installed settings by the package's
};

void Install(const ChangeOptions& options);
// Gives the plugin in `from` the settings of the registered one, before it is registered itself.
void KeepSettings(const ChangeOptions& options);

void Uninstall(const ChangeOptions& options);
void Rollback(const ChangeOptions& options);
void BeginDevelopment(const ChangeOptions& options);
void EndDevelopment(const ChangeOptions& options);

} // namespace tool
