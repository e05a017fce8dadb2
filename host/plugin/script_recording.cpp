// What a recording says of the script itself.
#include "plugin/script.h"
#include "text/utf.h"
#include "wsl/version_text.h"

// Follows the engine's start, with which the rows begin: only then the settings are known.
void Script::StartRecording(const Settings& settings)
{
    const auto options = RecordOptionsOf(settings, m_files.name, m_log.Session());
    if (!options)
    {
        m_recorder.Discard();
        return;
    }
    m_recorder.Start(*options, [&] {
        const TextFile& script = *m_source->script;
        return recording::RecordingRow(
            recording::kFormat,
            HOST_VERSION,
            "quickjs",
            wsl::TextOf(m_plugin.api.Version),
            text::Utf16ToUtf8(m_files.name),
            text::Utf16ToUtf8(m_files.script),
            m_log.Session(),
            UtcNow(),
            options->content,
            script.sha256,
            recording::TextOrNull(script.text));
    });
}

void Script::RecordSettings(const std::string& declared, const Settings& settings)
{
    if (!m_recorder.IsOn())
    {
        return;
    }
    const auto values = m_dispatch.SettingValues();
    m_recorder.Add([&] {
        return recording::SettingsRow(
            m_limits.scriptTime.count(),
            m_limits.hookTime.count(),
            static_cast<int64_t>(m_limits.memory),
            kLogLevelNames[static_cast<size_t>(settings.log.level)],
            declared,
            settings.permissions,
            recording::TextOrNull(values));
    });
}
