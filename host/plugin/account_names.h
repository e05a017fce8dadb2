// The names of accounts, which Windows may have to ask of a domain controller: that can take longer than a hook may.
// Thread-safe.
#pragma once
#include "engine/clock.h"
#include <memory>
#include <string>

class AccountNames
{
public:
    AccountNames();

    // "DOMAIN\name"; empty when Windows finds no account, or does not answer until `end` or for some seconds. An answer
    // that comes later is for the next who asks.
    std::u16string Find(const std::u16string& sid, engine::Clock::time_point end);

private:
    struct Lookups;
    // Shared with lookups that are still under way when their plugin is gone.
    std::shared_ptr<Lookups> m_lookups;
};
