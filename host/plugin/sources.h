// What all instances of a plugin are made from: script and settings, verified and read once. Thread-safe.
#pragma once
#include "generated/settings.h"
#include "plugin/permissions.h"
#include "plugin/plugin_files.h"
#include "plugin/policies.h"
#include "plugin/text_file.h"
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

struct FilesSnapshot
{
    SourceStamps stamps;
    Policies policies; // that they were verified by
    TextFile settings;
    std::shared_ptr<const TextFile> script;

    // Why one of them cannot be used.
    const std::optional<Failure>& ReadFailure() const noexcept
    {
        return settings.failure ? settings.failure : script->failure;
    }
};

using SnapshotPointer = std::shared_ptr<const FilesSnapshot>;

// A script as the engine has compiled it.
using Bytecode = std::shared_ptr<const std::vector<uint8_t>>;

class Sources
{
public:
    explicit Sources(const PluginFiles& files) : m_files(files) {}

    // Reads the policies if they may have changed. False: they disable the plugin, until the next time.
    bool ReadPolicies();
    bool IsDisabled() const;

    // What counts now, by the policies that were read last: looks whether the settings have changed, and with
    // hotReload, or as long as no script could be loaded, whether the script has. Reads what has changed.
    SnapshotPointer Newest();

    // What an instance was last made from; null until then.
    SnapshotPointer Proven() const;

    // An instance was made from it: of whatever session, since then all others are.
    void Prove(SnapshotPointer files);

    // The script of what Prove was called with last; null until KeepCompiled, and for other files.
    Bytecode Compiled(const SnapshotPointer& files) const;
    void KeepCompiled(const SnapshotPointer& files, Bytecode script);

    // Whether an instance of this script may declare it: no more than the first one did.
    bool MayDeclare(const SnapshotPointer& files, const PermissionSet& declared);

    // What the settings say that were read last.
    Settings Current() const;

    // hotReload counts until a script could be loaded.
    void SetCurrent(Settings settings) noexcept;
    bool HotReload() const;

private:
    void SetPolicies(Policies policies);
    bool IsNewest(const SourceStamps& stamps, const Policies& policies) const noexcept;
    bool IsScriptOf(const SnapshotPointer& files) const noexcept;
    void Read(FilesSnapshot& files) const;
    bool HotReloads() const noexcept;

    const PluginFiles& m_files;
    std::mutex m_watchLock; // taken before m_lock, and held while policies are read
    win32::RegistryWatch m_watch;
    mutable std::mutex m_lock; // of what follows; not held while files are read
    SnapshotPointer m_newest;
    SnapshotPointer m_proven;
    Bytecode m_compiled;
    std::shared_ptr<const TextFile> m_declaring; // the script that m_declared is of
    PermissionSet m_declared;
    Settings m_settings;
    Policies m_policies;
};
