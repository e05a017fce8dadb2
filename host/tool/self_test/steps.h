// What the self-test makes the DLL do.
#pragma once
#include "tool/self_test/service_process.h"
#include "wsl/version.h"
#include <functional>
#include <string>

namespace tool {

// The DLL under test, in a folder that the host trusts, with the self-test's plugin beside it.
class TestedPlugin
{
public:
    // Throws ToolError; the folder is gone again then.
    explicit TestedPlugin(const std::u16string& dll);
    ~TestedPlugin();
    TestedPlugin(const TestedPlugin&) = delete;
    TestedPlugin& operator=(const TestedPlugin&) = delete;

    const std::u16string& Dll() const noexcept
    {
        return m_dll;
    }

    // The plugin's script, as of its n-th edit.
    void WriteScript(int generation) const;

    // What the host has logged.
    std::string Log() const;

private:
    std::u16string m_folder;
    std::u16string m_dll;
};

// Performs one step after the other, in order. A step ends with a ToolError if something else happens than has to.
// `perform` gets what the step shows, and the step.
void ForEachStep(
    ServiceProcess& service,
    const TestedPlugin& plugin,
    const std::function<void(const char* what, const std::function<void()>& step)>& perform);

} // namespace tool
