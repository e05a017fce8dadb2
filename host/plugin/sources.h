// What all instances of a plugin are made from: script and settings, verified and read once. Thread-safe.
#pragma once
#include "generated/settings.h"
#include "plugin/current_policies.h"
#include "plugin/development.h"
#include "plugin/permissions.h"
#include "plugin/plugin_files.h"
#include "plugin/text_file.h"
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

struct FilesSnapshot
{
    SourceStamps stamps;
    PoliciesPointer policies; // the policies that verified them
    TextFile settings;
    std::shared_ptr<const TextFile> script;

    // Why one of them cannot be used, if so.
    const std::optional<Failure>& ReadFailure() const noexcept
    {
        return settings.failure ? settings.failure : script->failure;
    }
};

using SnapshotPointer = std::shared_ptr<const FilesSnapshot>;

// A script that the engine has compiled.
using Bytecode = std::shared_ptr<const std::vector<uint8_t>>;

class Sources
{
public:
    // In development hotReload is on, and the account may change the files.
    Sources(const PluginFiles& files, const CurrentPolicies& policies, const std::optional<Development>& development) :
        m_files(files), m_policies(policies), m_development(development)
    {}

    // What counts now, by the policies that were read last. Looks whether the settings have changed and, with hotReload
    // or while no script could be loaded, whether the script has. Reads what has changed.
    SnapshotPointer Newest();

    // What the last instance was made from; null if there was none.
    SnapshotPointer Proven() const;

    // Reports that an instance was made from it. From now on every session's instances are.
    void Prove(SnapshotPointer files);

    // The bytecode of the script last passed to Prove; null before KeepCompiled, and for other files.
    Bytecode Compiled(const SnapshotPointer& files) const;
    void KeepCompiled(const SnapshotPointer& files, Bytecode script);

    // Whether an instance of this script may declare these permissions: no more than the first one did.
    bool MayDeclare(const SnapshotPointer& files, const PermissionSet& declared);

    // The settings as last read.
    Settings Current() const;

    // hotReload counts until a script could be loaded.
    void SetCurrent(Settings settings) noexcept;
    bool HotReload() const;

private:
    bool IsNewest(const SourceStamps& stamps, const PoliciesPointer& policies) const noexcept;
    bool IsScriptOf(const SnapshotPointer& files) const noexcept;
    void Read(FilesSnapshot& files) const;
    bool HotReloads() const;

    const PluginFiles& m_files;
    const CurrentPolicies& m_policies;
    const std::optional<Development>& m_development;
    mutable std::mutex m_lock; // guards the members below; not held while files are read
    SnapshotPointer m_newest;
    SnapshotPointer m_proven;
    Bytecode m_compiled;
    std::shared_ptr<const TextFile> m_declaring; // the script that declared m_declared
    PermissionSet m_declared;
    Settings m_settings;
};
