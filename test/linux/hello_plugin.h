// The plugin hello.dll, made from a script and settings, in its own WSL.
#pragma once
#include "fake_windows.h"
#include "fake_wsl.h"
#include "text/utf.h"
#include <string>
#include <string_view>

class HelloPlugin
{
public:
    static constexpr auto kScript = u"C:\\Plugins\\hello.js";
    static constexpr auto kSettings = u"C:\\Plugins\\hello.json";
    static constexpr auto kLog = u"C:\\ProgramData\\wsl-script-host\\hello.log";

    // definePlugin's argument, and the settings.
    explicit HelloPlugin(
        std::string_view definition, std::string_view settings = "{}", wsl::WSLVersion version = {2, 4, 4}) :
        m_wsl(version)
    {
        Files()[kScript] = "export default definePlugin(" + WithPermissions(std::string(definition)) + ")";
        Files()[kSettings] = settings;
        loaded = m_wsl.Load();
    }

    static std::map<std::u16string, std::string>& Files()
    {
        return FakeWindows::Get().files;
    }

    FakeWsl& Wsl() noexcept
    {
        return m_wsl;
    }

    // The message for the user if the hook fails, in UTF-8; else why there is none.
    std::string MessageOf(HookId hook)
    {
        const HRESULT result = m_wsl.Call(hook);
        return !FAILED(result) ? "(it succeeds)"
            : m_wsl.Message()  ? text::Utf16ToUtf8(*m_wsl.Message())
                               : "(it fails silently)";
    }

    static std::string Log()
    {
        return Files()[kLog];
    }

    HRESULT loaded;

private:
    // Has all permissions. At the end, since tests name places before it.
    static std::string WithPermissions(std::string definition)
    {
        const size_t end = definition.rfind('}');
        if (end != definition.npos)
        {
            const char last = definition[definition.find_last_not_of(" \n", end - 1)];
            definition.insert(end, last == ',' || last == '{' ? "permissions: 'all' " : ", permissions: 'all' ");
        }
        return definition;
    }

    FakeWsl m_wsl;
};
