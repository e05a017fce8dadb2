// The administrator's policies for this plugin, as last read. Thread-safe.
#pragma once
#include "plugin/policies.h"
#include <memory>
#include <mutex>
#include <string>

using PoliciesPointer = std::shared_ptr<const Policies>;

class CurrentPolicies
{
public:
    explicit CurrentPolicies(std::u16string plugin) : m_plugin(std::move(plugin)) {}

    // Reads them if they may have changed.
    void Read();

    PoliciesPointer Get() const;

    // Hooks succeed without the script.
    bool AreDisabling() const;

private:
    void Set(Policies policies);

    const std::u16string m_plugin;
    std::mutex m_watchLock; // taken before m_lock, and held while policies are read
    win32::RegistryWatch m_watch;
    mutable std::mutex m_lock; // guards the members below
    PoliciesPointer m_policies = std::make_shared<Policies>();
};
