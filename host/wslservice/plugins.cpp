#include "plugins.h"
#include "crash_report.h"
#include "execution_context.h"
#include "plugin_api.h"
#include "stopwatch.h"
#include <algorithm>
#include <cstring>
#include <mutex>
#include <stdexcept>
#include <utility>

namespace standin {

namespace {

using EntryPoint = HRESULT (*)(const wsl::WSLPluginAPIV1*, wsl::WSLPluginHooksV1*);

std::mutex s_pluginsMutex;
std::vector<std::shared_ptr<Plugin>> s_plugins;

HRESULT LastError()
{
    return HRESULT_FROM_WIN32(GetLastError());
}

auto Find(const std::string& name)
{
    return std::find_if(s_plugins.begin(), s_plugins.end(), [&](const auto& plugin) { return plugin->Name() == name; });
}

} // namespace

Plugin::Plugin(std::string name, const wsl::WSLVersion& version) :
    m_name(std::move(name)), m_version(version),
    m_table("WSLPluginHooksV1", wsl::SizeAt(wsl::kWSLPluginHooksV1Members, version))
{}

HRESULT Plugin::Load(const std::wstring& path)
{
    const uint64_t start = Nanoseconds();
    m_module = LoadLibraryW(path.c_str());
    m_times.library = Nanoseconds() - start;
    if (m_module == nullptr)
    {
        return LastError();
    }
    PretendDebugger(m_module);
    const auto symbol = reinterpret_cast<void*>(GetProcAddress(m_module, "WSLPluginAPIV1_EntryPoint"));
    if (symbol == nullptr)
    {
        return LastError();
    }
    const PluginContext context(m_name);
    const wsl::WSLPluginAPIV1* const api = ApiTable(m_version);
    const uint64_t entered = Nanoseconds();
    const HRESULT result = reinterpret_cast<EntryPoint>(symbol)(api, m_table.As<wsl::WSLPluginHooksV1>());
    m_times.entryPoint = Nanoseconds() - entered;
    return result;
}

void Plugin::Unload()
{
    if (m_module != nullptr)
    {
        FreeLibrary(std::exchange(m_module, nullptr));
    }
}

std::vector<std::string> Plugin::FilledHooks() const
{
    std::vector<std::string> names;
    for (const wsl::Member& member : wsl::kWSLPluginHooksV1Members)
    {
        if (member.since <= m_version)
        {
            void* slot = nullptr;
            std::memcpy(&slot, m_table.As<const std::byte>() + member.offset, sizeof(slot));
            if (slot != nullptr)
            {
                names.emplace_back(member.name);
            }
        }
    }
    return names;
}

bool Plugin::HasHook(std::string_view name) const
{
    const auto names = FilledHooks();
    return std::find(names.begin(), names.end(), name) != names.end();
}

std::shared_ptr<Plugin> FindPlugin(const std::string& name)
{
    const std::scoped_lock lock(s_pluginsMutex);
    const auto found = Find(name);
    if (found == s_plugins.end())
    {
        throw std::invalid_argument("no plugin is loaded under the name " + name);
    }
    return *found;
}

void AddPlugin(std::shared_ptr<Plugin> plugin)
{
    const std::scoped_lock lock(s_pluginsMutex);
    s_plugins.push_back(std::move(plugin));
}

void RemovePlugin(const std::string& name)
{
    const auto plugin = FindPlugin(name);
    {
        const std::scoped_lock lock(s_pluginsMutex);
        s_plugins.erase(Find(name));
    }
    plugin->Unload();
}

void UnloadAllPlugins()
{
    std::vector<std::shared_ptr<Plugin>> plugins;
    {
        const std::scoped_lock lock(s_pluginsMutex);
        plugins.swap(s_plugins);
    }
    for (const auto& plugin : plugins)
    {
        plugin->Unload();
    }
}

} // namespace standin
