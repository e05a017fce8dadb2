#include "plugin.h"
#include <atomic>
#include <cwchar>
#include <sddl.h>

namespace native {

namespace {

std::string Utf8(const wchar_t* text)
{
    char narrow[512] = "NULL";
    if (text != nullptr)
    {
        WideCharToMultiByte(CP_UTF8, 0, text, -1, narrow, sizeof(narrow), nullptr, nullptr);
    }
    return narrow;
}

std::string SessionFields(const HookCall& call)
{
    const auto& session = *call.session;
    const bool hasSid = session.UserSid != nullptr && IsValidSid(session.UserSid);
    return "session=" + std::to_string(session.SessionId) +
        " token=" + (session.UserToken == nullptr ? "NULL" : "set") +
        " sid=" + (hasSid ? std::to_string(*GetSidSubAuthorityCount(session.UserSid)) : "NULL");
}

template <typename Distribution>
std::string CommonFields(const Distribution& distribution)
{
    std::string text = " name=" + Utf8(distribution.Name) + " package=" + Utf8(distribution.PackageFamilyName) + " id=";
    char id[12];
    std::snprintf(id, sizeof(id), "%08lx", static_cast<unsigned long>(distribution.Id.Data1));
    return text + id;
}

size_t Length(const wchar_t* text)
{
    return text == nullptr ? 0 : std::wcslen(text);
}

// The length of its text, the form in which most plugins use it.
size_t SidLength(PSID sid)
{
    LPWSTR text = nullptr;
    if (sid == nullptr || !ConvertSidToStringSidW(sid, &text))
    {
        return 0;
    }
    const size_t length = Length(text);
    LocalFree(text);
    return length;
}

std::atomic<uint64_t> s_sum;

} // namespace

std::string Fields(const HookCall& call)
{
    std::string text = SessionFields(call);
    if (call.settings != nullptr)
    {
        text += " flags=" + std::to_string(static_cast<unsigned>(call.settings->CustomConfigurationFlags));
    }
    if (call.distribution != nullptr)
    {
        text += CommonFields(*call.distribution) + " pidns=" + std::to_string(call.distribution->PidNamespace);
        text += HasVersion(2, 0, 5) ? " pid=" + std::to_string(call.distribution->InitPid) : "";
        text += HasVersion(2, 4, 4) ? " flavor=" + Utf8(call.distribution->Flavor) : "";
        text += HasVersion(2, 4, 4) ? " version=" + Utf8(call.distribution->Version) : "";
    }
    if (call.offline != nullptr)
    {
        text += CommonFields(*call.offline);
        text += HasVersion(2, 4, 4) ? " flavor=" + Utf8(call.offline->Flavor) : "";
        text += HasVersion(2, 4, 4) ? " version=" + Utf8(call.offline->Version) : "";
    }
    return text;
}

void ReadFields(const HookCall& call)
{
    uint64_t sum = call.session->SessionId + SidLength(call.session->UserSid);
    sum += call.settings == nullptr ? 0 : static_cast<uint64_t>(call.settings->CustomConfigurationFlags);
    if (call.distribution != nullptr)
    {
        const auto& distribution = *call.distribution;
        sum += distribution.Id.Data1 + Length(distribution.Name) + Length(distribution.PackageFamilyName);
        sum += distribution.PidNamespace + (HasVersion(2, 0, 5) ? distribution.InitPid : 0);
        sum += HasVersion(2, 4, 4) ? Length(distribution.Flavor) + Length(distribution.Version) : 0;
    }
    if (call.offline != nullptr)
    {
        const auto& distribution = *call.offline;
        sum += distribution.Id.Data1 + Length(distribution.Name) + Length(distribution.PackageFamilyName);
        sum += HasVersion(2, 4, 4) ? Length(distribution.Flavor) + Length(distribution.Version) : 0;
    }
    s_sum += sum;
}

uint64_t SumOfFields()
{
    return s_sum;
}

bool HasVersion(uint32_t major, uint32_t minor, uint32_t revision)
{
    return g_api->Version >= wsl::WSLVersion{major, minor, revision};
}

} // namespace native
