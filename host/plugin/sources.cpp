#include "plugin/sources.h"
#include "generated/limits.h"
#include <utility>

namespace {

constexpr uint64_t kMaximumSettingsSize = 64 * 1024;

// What is wrong with a file's content changes with the file. All else may change without it: another program has it
// open, or a folder above has other permissions.
bool MayReadOtherwise(const TextFile& file) noexcept
{
    return file.failure && file.failure->hresult != E_FAIL;
}

} // namespace

SnapshotPointer Sources::Newest()
{
    SourceStamps stamps{{}, win32::StampOf(m_files.settings)};
    std::shared_ptr<const TextFile> script;
    {
        const std::lock_guard lock(m_lock);
        if (m_proven != nullptr && !m_settings.hotReload)
        {
            stamps.script = m_proven->stamps.script;
            script = m_proven->script;
        }
        else
        {
            stamps.script = win32::StampOf(m_files.script);
        }
        if (m_newest != nullptr && m_newest->stamps == stamps)
        {
            return m_newest;
        }
    }
    SnapshotPointer files = Read(stamps, script);
    const std::lock_guard lock(m_lock);
    // Another thread may have been first.
    if (m_newest == nullptr || m_newest->stamps != stamps)
    {
        m_newest = std::move(files);
    }
    return m_newest;
}

// The script, too, unless it is given.
SnapshotPointer Sources::Read(const SourceStamps& stamps, const std::shared_ptr<const TextFile>& script) const
{
    auto files = std::make_shared<FilesSnapshot>();
    files->stamps = stamps;
    files->script = script;
    win32::FileContent settings = win32::ReadTrustedFile(m_files.settings, kMaximumSettingsSize);
    if (script == nullptr)
    {
        auto content = win32::ReadTrustedFileBeside(settings, m_files.name + u".js", limits::kMaximumScriptSize);
        files->script = std::make_shared<TextFile>(
            ToTextFile(std::move(content), m_files.script, m_files.scriptFile, limits::kMaximumScriptSize));
    }
    files->settings = ToTextFile(std::move(settings), m_files.settings, m_files.settingsFile, kMaximumSettingsSize);
    if (MayReadOtherwise(files->settings) || MayReadOtherwise(*files->script))
    {
        files->stamps = {};
    }
    return files;
}

SnapshotPointer Sources::Proven() const
{
    const std::lock_guard lock(m_lock);
    return m_proven;
}

void Sources::Prove(SnapshotPointer files)
{
    const std::lock_guard lock(m_lock);
    if (!IsScriptOf(files))
    {
        m_compiled = nullptr;
    }
    m_proven = std::move(files);
}

bool Sources::IsScriptOf(const SnapshotPointer& files) const noexcept
{
    return m_proven != nullptr && m_proven->script == files->script;
}

Bytecode Sources::Compiled(const SnapshotPointer& files) const
{
    const std::lock_guard lock(m_lock);
    return IsScriptOf(files) ? m_compiled : nullptr;
}

void Sources::KeepCompiled(const SnapshotPointer& files, Bytecode script)
{
    const std::lock_guard lock(m_lock);
    if (IsScriptOf(files))
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
    settings.hotReload = m_proven == nullptr ? settings.hotReload : m_settings.hotReload;
    m_settings = std::move(settings);
}

bool Sources::HotReload() const
{
    const std::lock_guard lock(m_lock);
    return m_settings.hotReload;
}
