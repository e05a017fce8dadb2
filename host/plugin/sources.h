// What all instances of a plugin are made from: the texts of its script and settings, read once. Thread-safe.
#pragma once
#include "plugin/failure.h"
#include "plugin/plugin_files.h"
#include "plugin/settings.h"
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

struct TextFile
{
    std::optional<std::string> text; // none for a file that is missing
    std::optional<Failure> failure;  // why it could not be read
};

struct FilesSnapshot
{
    SourceStamps stamps;
    TextFile settings;
    TextFile script;
};

using SnapshotPointer = std::shared_ptr<const FilesSnapshot>;

// A script as the engine has compiled it.
using Bytecode = std::shared_ptr<const std::vector<uint8_t>>;

class Sources
{
public:
    explicit Sources(const PluginFiles& files) : m_files(files) {}

    // What lies in the plugin's folder now. Reads it if it has changed since the last time.
    SnapshotPointer Newest();

    // What an instance was last made from; null until then.
    SnapshotPointer Proven() const;

    // An instance was made from it: of whatever session, since then all others are.
    void Prove(SnapshotPointer files);

    // The script of what Prove was called with last; null until KeepCompiled, and for other files.
    Bytecode Compiled(const SnapshotPointer& files) const;
    void KeepCompiled(const SnapshotPointer& files, Bytecode script);

    // What the settings say that were read last.
    Settings Current() const;
    void SetCurrent(Settings settings) noexcept;
    bool HotReload() const;

private:
    const PluginFiles& m_files;
    mutable std::mutex m_lock; // of what follows; not held while files are read
    SnapshotPointer m_newest;
    SnapshotPointer m_proven;
    Bytecode m_compiled;
    Settings m_settings;
};
