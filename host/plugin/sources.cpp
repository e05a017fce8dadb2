#include "plugin/sources.h"
#include "generated/hresults.h"
#include "generated/numbers.h"
#include "plugin/verification.h"
#include "text/utf.h"
#include "win32/event_log.h"
#include "win32/sha256.h"
#include <utility>

namespace {

// `verify` gets the hash and returns why the file must not be used, if so.
template <class Verify>
TextFile Verified(
    win32::FileContent& content,
    const Verify& verify,
    const std::string& name,
    const std::string& wayOut,
    uint64_t maximum)
{
    const bool isRead = content.result == S_OK;
    const std::string sha256 = isRead ? win32::Sha256(content.bytes) : std::string();
    const bool isMissing = content.result == hresults::kErrorFileNotFound;
    auto refusal = isRead || isMissing ? verify(sha256) : std::nullopt;
    TextFile file = refusal ? TextFile{{}, {}, std::move(refusal)}
                            : ToTextFile(std::move(content), name, wayOut, maximum);
    file.sha256 = sha256;
    return file;
}

// An error in a file's content changes only with the file. Any other error may change without it: another program has
// the file open, or a folder above has other permissions.
bool MayReadOtherwise(const TextFile& file) noexcept
{
    return file.failure && file.failure->hresult != E_FAIL;
}

} // namespace

SnapshotPointer Sources::Newest()
{
    const PoliciesPointer policies = m_policies.Get();
    SourceStamps stamps{{}, win32::StampOf(m_files.settings)};
    std::shared_ptr<FilesSnapshot> files;
    {
        const std::lock_guard lock(m_lock);
        const bool keepsScript = m_proven != nullptr && !HotReloads();
        stamps.script = keepsScript ? m_proven->stamps.script : win32::StampOf(m_files.script);
        if (IsNewest(stamps, policies))
        {
            return m_newest;
        }
        files = std::make_shared<FilesSnapshot>(
            FilesSnapshot{stamps, policies, {}, keepsScript ? m_proven->script : nullptr});
    }
    Read(*files);
    const std::lock_guard lock(m_lock);
    // Another thread may have done it first.
    if (!IsNewest(stamps, policies))
    {
        m_newest = files;
    }
    return m_newest;
}

bool Sources::IsNewest(const SourceStamps& stamps, const PoliciesPointer& policies) const noexcept
{
    return m_newest != nullptr && m_newest->stamps == stamps && m_newest->policies == policies;
}

// Reads the settings, and the script unless it has been read.
void Sources::Read(FilesSnapshot& files) const
{
    const policies::Values& policies = files.policies->values;
    if (files.policies->failure)
    {
        files.settings.failure = files.policies->failure;
        files.script = files.script != nullptr ? files.script : std::make_shared<TextFile>();
        return;
    }
    win32::TrustRules rules{{}, policies.anyPlace};
    if (m_development)
    {
        rules.accounts.push_back(m_development->account);
    }
    if (policies.anyPlace)
    {
        win32::ReportEventLater(
            events::Event::AnyPlace, {text::Utf16ToUtf8(m_files.name), text::Utf16ToUtf8(m_files.script)});
    }
    win32::FileContent settings = win32::ReadTrustedFile(m_files.settings, numbers::kMaximumSettingsSize, rules);
    if (files.script == nullptr)
    {
        auto content = win32::ReadTrustedFileBeside(
            settings, m_files.name + u".js", numbers::kMaximumScriptSize, rules);
        const auto failure = [&](const std::string& sha256) {
            return VerifyScript(content, sha256, m_files, policies);
        };
        files.script = std::make_shared<TextFile>(
            Verified(content, failure, m_files.scriptFile, m_files.wayOut, numbers::kMaximumScriptSize));
    }
    const auto failure = [&](const std::string& sha256) { return VerifySettings(settings, sha256, m_files, policies); };
    files.settings = Verified(settings, failure, m_files.settingsFile, m_files.wayOut, numbers::kMaximumSettingsSize);
    if (MayReadOtherwise(files.settings) || MayReadOtherwise(*files.script))
    {
        files.stamps = {};
    }
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

bool Sources::MayDeclare(const SnapshotPointer& files, const PermissionSet& declared)
{
    const std::lock_guard lock(m_lock);
    if (m_declaring != files->script)
    {
        m_declaring = files->script;
        m_declared = declared;
    }
    return m_declared.Includes(declared);
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
    return HotReloads();
}

bool Sources::HotReloads() const
{
    const policies::Values& policies = m_policies.Get()->values;
    return (m_development || m_settings.hotReload) && policies.scriptSha256.empty() && !policies.requirePin;
}
