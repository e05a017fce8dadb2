#include "plugin/instances.h"
#include "generated/numbers.h"
#include "win32/account.h"
#include <algorithm>
#include <new>
#include <utility>

struct Instances::Entry
{
    SessionId session;
    std::u16string user; // as the text of a SID
    std::unique_ptr<Instance> instance;
    int users = 0; // hooks that run in it or wait for it
    engine::Clock::time_point lastUse{};
    bool replaced = false; // the user has begun a newer session since its last hook: it is probably over
    bool ended = false;
    std::optional<LastHook> last{};
};

Instances::Instances(Log& log, Runner runElsewhere) : m_log(log), m_runElsewhere(std::move(runElsewhere)) {}

Instances::~Instances() = default;

Instances::Use::~Use()
{
    if (m_entry != nullptr)
    {
        m_instances.Release(m_entry);
    }
}

Instance* Instances::Use::operator->() const noexcept
{
    return m_entry->instance.get();
}

void Instances::SetFirst(std::unique_ptr<Instance> instance)
{
    const std::lock_guard lock(m_lock);
    m_first = std::move(instance);
}

Instances::Use Instances::Get(const HookSession& session, PluginContext& plugin)
{
    EntryPointer outdated; // freed after the lock is released
    std::unique_lock lock(m_lock);
    for (;;)
    {
        const auto found = m_entries.find(session.id);
        if (found != m_entries.end() && found->second->users == 0 && &found->second->instance->Plugin() != &plugin)
        {
            outdated = std::move(found->second);
            m_entries.erase(found);
        }
        else if (found != m_entries.end())
        {
            found->second->users++;
            found->second->replaced = false;
            return {*this, found->second};
        }
        const std::u16string user = win32::SidToText(session.user);
        const bool isUsersFull = CountOf(user) >= numbers::kMaximumInstancesOfUser;
        if (!isUsersFull && m_entries.size() < numbers::kMaximumInstances)
        {
            return {*this, Add(session.id, user, plugin)};
        }
        const EntryPointer idle = LongestIdle(isUsersFull ? &user : nullptr);
        if (idle == nullptr)
        {
            return {*this, nullptr};
        }
        // While it is in use, no other thread frees it.
        idle->users++;
        lock.unlock();
        idle->instance->FreeEngine();
        lock.lock();
        // A hook that came meanwhile may be using the engine, or have made another instance.
        if (idle->users == 1 && !idle->instance->HasEngine())
        {
            Remove(*idle);
            continue;
        }
        lock.unlock();
        Release(idle);
        lock.lock();
    }
}

void Instances::End(SessionId session, std::optional<LastHook> last)
{
    std::unique_lock lock(m_lock);
    m_states.Take(session);
    const auto found = m_entries.find(session);
    if (found == m_entries.end())
    {
        return;
    }
    const EntryPointer entry = found->second;
    entry->ended = true;
    entry->last = std::move(last);
    entry->users++;
    lock.unlock();
    Release(entry);
}

size_t Instances::CountOf(const std::u16string& user) const
{
    return static_cast<size_t>(
        std::ranges::count_if(m_entries, [&](const auto& item) { return item.second->user == user; }));
}

// Of one user, or of all users. Instances whose session seems to be over come first. Null if all are busy.
Instances::EntryPointer Instances::LongestIdle(const std::u16string* user) const
{
    EntryPointer best;
    const auto rank = [](const Entry& entry) { return std::pair(!entry.replaced, entry.lastUse); };
    for (const auto& [session, entry] : m_entries)
    {
        const bool isCandidate = entry->users == 0 && (user == nullptr || entry->user == *user);
        if (isCandidate && (best == nullptr || rank(*entry) < rank(*best)))
        {
            best = entry;
        }
    }
    return best;
}

Instances::EntryPointer Instances::Add(SessionId session, const std::u16string& user, PluginContext& plugin)
{
    auto entry = std::make_shared<Entry>();
    entry->session = session;
    entry->user = user;
    entry->users = 1;
    const bool isFirst = m_first != nullptr && &m_first->Plugin() == &plugin;
    entry->instance = isFirst ? std::move(m_first) : std::make_unique<Instance>(plugin);
    entry->instance->BelongTo(session, m_states.Take(session));
    // A user has one session with distributions at a time, and any number of container sessions.
    for (const auto& [other, older] : m_entries)
    {
        const bool isOver = session.kind == SessionKind::Distributions && other.kind == session.kind;
        older->replaced = older->replaced || (isOver && older->user == user);
    }
    m_entries.emplace(session, entry);
    return entry;
}

// Its state is kept, unless its session is over.
void Instances::Remove(Entry& entry)
{
    auto state = entry.instance->TakeState();
    if (state && !entry.ended)
    {
        m_states.Put(entry.session, entry.user, *std::move(state));
    }
    m_entries.erase(entry.session);
}

void Instances::Release(const EntryPointer& entry) noexcept
{
    std::unique_lock lock(m_lock);
    entry->lastUse = engine::Clock::now();
    if (--entry->users > 0 || !entry->ended)
    {
        return;
    }
    if (!entry->last)
    {
        m_entries.erase(entry->session);
        return;
    }
    entry->users++;
    const LastHook last = std::move(*entry->last);
    entry->last.reset();
    lock.unlock();
    RunLast(entry, last);
}

// Not on this thread: WSL waits for it.
void Instances::RunLast(const EntryPointer& entry, const LastHook& last) noexcept
{
    bool isStarted = false;
    try
    {
        isStarted = m_runElsewhere([this, entry, last] {
            entry->instance->RunLast(last);
            Release(entry);
        });
    }
    catch (const std::bad_alloc&)
    {
        // The same as when no thread could be started.
    }
    if (!isStarted)
    {
        m_log.Write(
            LogLevel::Error,
            entry->session.Text(),
            "hook",
            "WSL's service has no memory left",
            {{"hook", InfoOf(last.hook).name}});
        Release(entry);
    }
}
