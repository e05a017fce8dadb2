// The names of accounts. Windows may have to ask a domain controller for them, which can take longer than a hook may.
// Thread-safe.
#pragma once
#include "engine/clock.h"
#include <memory>
#include <string>

class AccountNames
{
public:
    AccountNames();

    // "DOMAIN\name"; empty if Windows finds no account, or does not answer until `end` or within some seconds. A later
    // answer is kept for the next caller.
    std::u16string Find(const std::u16string& sid, engine::Clock::time_point end);

private:
    struct Lookups;
    // Shared with lookups that still run after their plugin is gone.
    std::shared_ptr<Lookups> m_lookups;
};
