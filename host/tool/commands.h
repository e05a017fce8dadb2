// The commands that change something. They throw ToolError.
#pragma once
#include <string>
#include <vector>

namespace tool {

struct ChangeOptions
{
    std::vector<std::u16string> names; // install: by default all that the folder has
    std::u16string from;               // install: the package's folder; dev: that of the script
    bool yes = false;                  // asks nothing
    bool restart = true;               // WSL's service
    bool force = false;                // install: also what WSL would not load
    std::u16string account;            // dev: whose sessions; the caller's by default
    bool newSettings = false;          // install: the package's settings in place of those that are installed
};

void Install(const ChangeOptions& options);
void Uninstall(const ChangeOptions& options);
void Rollback(const ChangeOptions& options);
void BeginDevelopment(const ChangeOptions& options);
void EndDevelopment(const ChangeOptions& options);

} // namespace tool
