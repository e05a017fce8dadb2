// The steps of the self-test.
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
    // Throws ToolError, after it has removed the folder.
    explicit TestedPlugin(const std::u16string& dll);
    ~TestedPlugin();
    TestedPlugin(const TestedPlugin&) = delete;
    TestedPlugin& operator=(const TestedPlugin&) = delete;

    const std::u16string& Dll() const noexcept
    {
        return m_dll;
    }

    // The plugin's script after its n-th edit.
    void WriteScript(int generation) const;

    // The host's log.
    std::string Log() const;

private:
    std::u16string m_folder;
    std::u16string m_dll;
};

// Performs the steps in order. A step throws a ToolError if its result is not the expected one. `perform` receives the
// step's title, and the step.
void ForEachStep(
    ServiceProcess& service,
    const TestedPlugin& plugin,
    const std::function<void(const char* what, const std::function<void()>& step)>& perform);

} // namespace tool
