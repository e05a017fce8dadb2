#include "plugin/development.h"
#include "win32/app_control.h"

const char* WhyNoDevelopment(const policies::Values& policies)
{
    if (policies.developmentFolder.empty())
    {
        return nullptr;
    }
    if (policies.requirePin)
    {
        return "the policy RequirePin is set";
    }
    if (!policies.scriptSha256.empty() || !policies.settingsSha256.empty())
    {
        return "a policy pins the script or the settings";
    }
    return win32::IsAppControlEnforced() ? "an App Control policy is enforced" : nullptr;
}

std::optional<Development> DevelopmentOf(const policies::Values& policies)
{
    const bool counts = !policies.developmentFolder.empty() && WhyNoDevelopment(policies) == nullptr;
    return counts ? std::optional(Development{policies.developmentFolder, policies.developmentAccount}) : std::nullopt;
}
