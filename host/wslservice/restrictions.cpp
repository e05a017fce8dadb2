#include "restrictions.h"
#include <windows.h>

namespace standin {

namespace {

std::string InForce(bool isInForce)
{
    return isInForce ? "in force" : "not in force";
}

template <typename Policy>
std::string Order(PROCESS_MITIGATION_POLICY kind, Policy policy, bool (*isInForce)())
{
    return SetProcessMitigationPolicy(kind, &policy, sizeof(policy)) ? InForce(isInForce())
                                                                     : "refused, " + std::to_string(GetLastError());
}

// Wine reports success, and writes nothing.
template <typename Policy>
Policy ReadPolicy(PROCESS_MITIGATION_POLICY kind)
{
    Policy policy{};
    return GetProcessMitigationPolicy(GetCurrentProcess(), kind, &policy, sizeof(policy)) ? policy : Policy{};
}

bool RefusesDynamicCode()
{
    void* const page = VirtualAlloc(nullptr, 4096, MEM_RESERVE | MEM_COMMIT, PAGE_EXECUTE_READWRITE);
    if (page == nullptr)
    {
        return true;
    }
    VirtualFree(page, 0, MEM_RELEASE);
    return false;
}

bool PrefersSystemImages()
{
    return ReadPolicy<PROCESS_MITIGATION_IMAGE_LOAD_POLICY>(ProcessImageLoadPolicy).PreferSystem32Images != 0;
}

bool HasShadowStacks()
{
    constexpr auto kKind = ProcessUserShadowStackPolicy;
    return ReadPolicy<PROCESS_MITIGATION_USER_SHADOW_STACK_POLICY>(kKind).EnableUserShadowStack != 0;
}

} // namespace

Message Restrict(const Message& request)
{
    PROCESS_MITIGATION_DYNAMIC_CODE_POLICY code{};
    code.ProhibitDynamicCode = 1;
    PROCESS_MITIGATION_IMAGE_LOAD_POLICY images{};
    images.PreferSystem32Images = 1;
    Message reply(request.Id(), "ok");
    reply.Add("dynamicCode", Order(ProcessDynamicCodePolicy, code, RefusesDynamicCode));
    reply.Add("systemImages", Order(ProcessImageLoadPolicy, images, PrefersSystemImages));
    reply.Add("shadowStacks", InForce(HasShadowStacks()));
    return reply;
}

} // namespace standin
