#include "plugin/account_names.h"
#include "win32/account.h"
#include "win32/worker.h"
#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <new>
#include <optional>

namespace {

// More than a reachable domain controller needs.
constexpr std::chrono::seconds kPatience{5};

// Kept names, and running lookups.
constexpr size_t kMaximumNames = 128;
constexpr size_t kMaximumLookups = 4;

std::u16string AccountName(const std::u16string& sid) noexcept
try
{
    return win32::AccountOf(sid);
}
catch (const std::bad_alloc&)
{
    return {};
}

} // namespace

struct AccountNames::Lookups
{
    struct Lookup
    {
        std::optional<std::u16string> name; // none yet
        bool late = false;                  // a hook has waited for it in vain
    };

    std::mutex lock; // guards the members below
    std::condition_variable answered;
    std::map<std::u16string, Lookup> bySid;

    // Starts a lookup, unless too many are running.
    static bool Start(const std::shared_ptr<Lookups>& lookups, const std::u16string& sid)
    {
        auto& all = lookups->bySid;
        const auto pending = std::ranges::count_if(all, [](const auto& entry) { return !entry.second.name; });
        if (static_cast<size_t>(pending) >= kMaximumLookups)
        {
            return false;
        }
        if (all.size() >= kMaximumNames)
        {
            std::erase_if(all, [](const auto& entry) { return entry.second.name.has_value(); });
        }
        all.emplace(sid, Lookup());
        const bool started = win32::RunOnWorker([lookups, sid] { lookups->Answer(sid, AccountName(sid)); });
        if (!started)
        {
            all.erase(sid);
        }
        return started;
    }

    void Answer(const std::u16string& sid, std::u16string name)
    {
        std::lock_guard held(lock);
        if (name.empty())
        {
            // A thread may be available the next time.
            bySid.erase(sid);
        }
        else
        {
            bySid[sid].name = std::move(name);
        }
        answered.notify_all();
    }
};

AccountNames::AccountNames() : m_lookups(std::make_shared<Lookups>()) {}

std::u16string AccountNames::Find(const std::u16string& sid, engine::Clock::time_point end)
{
    auto& all = m_lookups->bySid;
    std::unique_lock held(m_lookups->lock);
    if (!all.contains(sid) && !Lookups::Start(m_lookups, sid))
    {
        return {};
    }
    const auto isPending = [&] {
        const auto found = all.find(sid);
        return found != all.end() && !found->second.name;
    };
    const auto patience = std::min<engine::Clock::duration>(end - engine::Clock::now(), kPatience);
    if (isPending() && !all[sid].late && !m_lookups->answered.wait_for(held, patience, [&] { return !isPending(); }))
    {
        all[sid].late = true;
    }
    const auto found = all.find(sid);
    return found == all.end() ? std::u16string() : found->second.name.value_or(std::u16string());
}
