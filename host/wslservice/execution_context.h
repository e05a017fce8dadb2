// WSL's ExecutionContext as far as plugins notice it: a thread is "in a plugin" while the entry point or a hook runs on
// it, and PluginError's message belongs to the thread. After PluginManager.cpp and ExecutionContext.h.
#pragma once
#include <optional>
#include <string>
#include <winsock2.h>
#include <windows.h>

namespace standin {

class PluginContext
{
public:
    explicit PluginContext(std::string plugin);
    ~PluginContext();
    PluginContext(const PluginContext&) = delete;
    PluginContext& operator=(const PluginContext&) = delete;

    // The plugin that the calling thread is in; "" on a thread without a context.
    static const std::string& Plugin();

private:
    std::string m_before;
};

// What the API's PluginError does: E_INVALIDARG for NULL, E_ILLEGAL_METHOD_CALL outside a plugin context,
// E_ILLEGAL_STATE_CHANGE while an earlier message waits.
HRESULT SetPluginError(const wchar_t* message) noexcept;

// Returns and clears the thread's message.
std::optional<std::wstring> TakePluginError();
const std::optional<std::wstring>& WaitingPluginError();

} // namespace standin
