#include "execution_context.h"
#include "generated/hresults.h"
#include <utility>

namespace standin {

static thread_local std::string t_plugin;
static thread_local std::optional<std::wstring> t_message;

PluginContext::PluginContext(std::string plugin) : m_before(std::exchange(t_plugin, std::move(plugin))) {}

PluginContext::~PluginContext()
{
    t_plugin = std::move(m_before);
}

const std::string& PluginContext::Plugin()
{
    return t_plugin;
}

HRESULT SetPluginError(const wchar_t* message) noexcept
{
    if (message == nullptr)
    {
        return E_INVALIDARG;
    }
    if (t_plugin.empty())
    {
        return hresults::kEIllegalMethodCall;
    }
    if (t_message.has_value())
    {
        return hresults::kEIllegalStateChange;
    }
    t_message.emplace(message);
    return S_OK;
}

std::optional<std::wstring> TakePluginError()
{
    return std::exchange(t_message, std::nullopt);
}

const std::optional<std::wstring>& WaitingPluginError()
{
    return t_message;
}

} // namespace standin
