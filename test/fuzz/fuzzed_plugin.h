// A plugin that a fuzzer feeds, in its own Windows and WSL, and the properties that hold for every input.
#pragma once
#include "fake_windows.h"
#include "fake_wsl.h"
#include "generated/hresults.h"
#include "hello_plugin.h"
#include "json_line.h"
#include "require.h"
#include <string>
#include <string_view>

class FuzzedPlugin
{
public:
    // The script is a whole module.
    FuzzedPlugin(std::string_view script, std::string_view settings, wsl::WSLVersion version) :
        m_wsl((FakeWindows::Reset(), version))
    {
        HelloPlugin::Files()[HelloPlugin::kScript] = script;
        HelloPlugin::Files()[HelloPlugin::kSettings] = settings;
    }

    FakeWsl& Wsl() noexcept
    {
        return m_wsl;
    }

    HRESULT Load()
    {
        const HRESULT result = m_wsl.Load();
        Require(
            result == S_OK || result == hresults::kWslEPluginRequiresUpdate,
            "only a script that needs a newer WSL fails the entry point");
        CheckTraces();
        return result;
    }

    HRESULT Call(HookId hook)
    {
        const HRESULT result = m_wsl.Call(hook);
        Require(result == S_OK || FAILED(result), "a hook succeeds or fails");
        Require(!m_wsl.Message() || !m_wsl.Message()->empty(), "the user gets a text or none");
        CheckTraces();
        return result;
    }

    void CallAll()
    {
        for (size_t i = 0; i < std::size(kHooks); i++)
        {
            Call(static_cast<HookId>(i));
        }
    }

private:
    // Checks what a call leaves behind.
    static void CheckTraces()
    {
        // The last hook of a container session runs on another thread.
        FinishWork();
        Require(FakeWindows::Get().sockets.empty(), "no process stays open");
        for (const auto& [path, text] : HelloPlugin::Files())
        {
            const bool isLog = path != HelloPlugin::kScript && path != HelloPlugin::kSettings;
            const auto problem = isLog ? ProblemOfLog(text) : std::nullopt;
            Require(!problem, "every line of the log is JSON: " + std::string(problem.value_or("")) + " in " + text);
        }
    }

    FakeWsl m_wsl;
};
