// The plugins that the stand-in has loaded, in the way of PluginManager::LoadPlugin.
#pragma once
#include "generated/wsl_abi.h"
#include "guarded_memory.h"
#include <memory>
#include <string>
#include <vector>

namespace standin {

// Nanoseconds.
struct LoadTimes
{
    uint64_t library = 0;    // LoadLibrary
    uint64_t entryPoint = 0; // the plugin's own
};

// One plugin: its module and the hook table that its entry point filled, of the version's exact size.
class Plugin
{
public:
    Plugin(std::string name, const wsl::WSLVersion& version);

    // LoadLibrary, then the entry point on the calling thread in a plugin context. The result is the entry point's, or
    // the reason why it was not reached.
    HRESULT Load(const std::wstring& path);
    void Unload();

    const LoadTimes& Times() const
    {
        return m_times;
    }
    const std::string& Name() const
    {
        return m_name;
    }
    const wsl::WSLVersion& Version() const
    {
        return m_version;
    }
    // The names (WSL's) of the slots that are not NULL.
    std::vector<std::string> FilledHooks() const;
    bool HasHook(std::string_view name) const;
    const wsl::WSLPluginHooksV1& Hooks() const
    {
        return *m_table.As<const wsl::WSLPluginHooksV1>();
    }

private:
    std::string m_name;
    wsl::WSLVersion m_version;
    GuardedBlock m_table;
    HMODULE m_module = nullptr;
    LoadTimes m_times;
};

// Throws std::invalid_argument if no plugin has this name.
std::shared_ptr<Plugin> FindPlugin(const std::string& name);
void AddPlugin(std::shared_ptr<Plugin> plugin);
void RemovePlugin(const std::string& name);
void UnloadAllPlugins();

} // namespace standin
