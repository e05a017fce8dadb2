// A plugin's instances by session: found, made, and freed when a session ends or another one needs the room.
// Thread-safe. Its lock is never held while an engine runs or WSL is called.
#pragma once
#include "plugin/hook_runner.h"
#include "plugin/instance.h"
#include "plugin/kept_states.h"
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

class Instances
{
    struct Entry;
    using EntryPointer = std::shared_ptr<Entry>;

public:
    // Runs work soon, on a thread of the host's; false if that is impossible.
    using Runner = std::function<bool(std::function<void()> work)>;

    Instances(Log& log, Runner runElsewhere);
    ~Instances();

    // An instance that a hook is about to run in, or waits for: it exists at least as long as this does.
    class Use
    {
    public:
        Use(Instances& instances, EntryPointer entry) noexcept : m_instances(instances), m_entry(std::move(entry)) {}
        ~Use();
        Use(const Use&) = delete;
        Use& operator=(const Use&) = delete;

        // False if there is no room for the session.
        explicit operator bool() const noexcept
        {
            return m_entry != nullptr;
        }
        Instance* operator->() const noexcept;

    private:
        Instances& m_instances;
        EntryPointer m_entry;
    };

    // The session's instance. Makes one of this plugin if there is none, or if the present one has other files and is
    // not in use.
    Use Get(const HookSession& session, PluginContext& plugin);

    // For the first session that comes.
    void SetFirst(std::unique_ptr<Instance> instance);

    // See RunLastHook.
    void End(SessionId session, std::optional<LastHook> last);

private:
    size_t CountOf(const std::u16string& user) const;
    EntryPointer LongestIdle(const std::u16string* user) const;
    EntryPointer Add(SessionId session, const std::u16string& user, PluginContext& plugin);
    void Remove(Entry& entry);
    void Release(const EntryPointer& entry) noexcept;
    void RunLast(const EntryPointer& entry, const LastHook& last) noexcept;

    Log& m_log;
    const Runner m_runElsewhere;
    std::mutex m_lock; // guards the members below
    std::unique_ptr<Instance> m_first;
    std::map<SessionId, EntryPointer> m_entries;
    KeptStates m_states;
};
