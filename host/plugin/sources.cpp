#include "plugin/sources.h"
#include "generated/hresults.h"
#include "generated/limits.h"
#include "plugin/text_file.h"
#include <utility>

namespace {

constexpr uint64_t kMaximumSettingsSize = 64 * 1024;

TextFile Read(const std::u16string& path, const std::string& name, uint64_t maximum)
try
{
    return {ReadTextFile(path, name, maximum), {}};
}
catch (const FailureError& error)
{
    return {{}, error.Get()};
}

// Another program writes to it, and need not change its time any more when it has done.
bool IsBeingWritten(const TextFile& file) noexcept
{
    return file.failure && file.failure->hresult == hresults::kErrorSharingViolation;
}

} // namespace

SnapshotPointer Sources::Newest()
{
    const SourceStamps stamps = m_files.Stamps();
    {
        const std::lock_guard lock(m_lock);
        if (m_newest != nullptr && m_newest->stamps == stamps)
        {
            return m_newest;
        }
    }
    auto files = std::make_shared<FilesSnapshot>();
    files->stamps = stamps;
    files->settings = Read(m_files.settings, m_files.settingsFile, kMaximumSettingsSize);
    files->script = Read(m_files.script, m_files.scriptFile, limits::kMaximumScriptSize);
    if (IsBeingWritten(files->settings) || IsBeingWritten(files->script))
    {
        files->stamps = {};
    }
    const std::lock_guard lock(m_lock);
    m_newest = std::move(files);
    return m_newest;
}

SnapshotPointer Sources::Proven() const
{
    const std::lock_guard lock(m_lock);
    return m_proven;
}

void Sources::Prove(SnapshotPointer files)
{
    const std::lock_guard lock(m_lock);
    if (m_proven != files)
    {
        m_compiled = nullptr;
    }
    m_proven = std::move(files);
}

Bytecode Sources::Compiled(const SnapshotPointer& files) const
{
    const std::lock_guard lock(m_lock);
    return m_proven == files ? m_compiled : nullptr;
}

void Sources::KeepCompiled(const SnapshotPointer& files, Bytecode script)
{
    const std::lock_guard lock(m_lock);
    if (m_proven == files)
    {
        m_compiled = std::move(script);
    }
}

Settings Sources::Current() const
{
    const std::lock_guard lock(m_lock);
    return m_settings;
}

void Sources::SetCurrent(Settings settings) noexcept
{
    const std::lock_guard lock(m_lock);
    m_settings = std::move(settings);
}

bool Sources::HotReload() const
{
    const std::lock_guard lock(m_lock);
    return m_settings.hotReload;
}
