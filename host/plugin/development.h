// Development mode: the sessions of one account run a script from a folder that this account can change.
#pragma once
#include "plugin/policies.h"
#include <optional>
#include <string>

struct Development
{
    std::u16string folder;
    std::string account; // as the text of a SID
    bool operator==(const Development&) const = default;
};

// Why policies that set it are ignored; null if they are not, or if none sets it.
const char* WhyNoDevelopment(const policies::Values& policies);

// Nothing if no policies set it, or if they are ignored.
std::optional<Development> DevelopmentOf(const policies::Values& policies);
