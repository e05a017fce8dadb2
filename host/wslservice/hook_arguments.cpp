#include "hook_arguments.h"
#include "guid.h"
#include <cstring>
#include <stdexcept>
#include <sddl.h>

namespace standin {

HookArguments::HookArguments(const Message& request, const wsl::WSLVersion& version) :
    m_request(request), m_version(version)
{}

HookArguments::~HookArguments()
{
    if (m_token != nullptr)
    {
        CloseHandle(m_token);
    }
}

template <>
const wsl::WSLSessionInformation* HookArguments::Get()
{
    if (!m_request.Find("session"))
    {
        return nullptr;
    }
    const wsl::WSLSessionInformation session = {
        .SessionId = static_cast<DWORD>(m_request.Number("session")),
        .UserToken = Token(),
        .UserSid = Sid(),
    };
    return Place("WSLSessionInformation", session, wsl::kWSLSessionInformationMembers);
}

template <>
const wsl::WSLVmCreationSettings* HookArguments::Get()
{
    if (!m_request.Find("flags"))
    {
        return nullptr;
    }
    wsl::WSLVmCreationSettings settings = {};
    const auto flags = static_cast<uint32_t>(m_request.Number("flags"));
    static_assert(sizeof(settings.CustomConfigurationFlags) == sizeof(flags));
    std::memcpy(&settings.CustomConfigurationFlags, &flags, sizeof(flags));
    return Place("WSLVmCreationSettings", settings, wsl::kWSLVmCreationSettingsMembers);
}

template <>
const wsl::WSLDistributionInformation* HookArguments::Get()
{
    const auto id = m_request.Find("id");
    if (!id)
    {
        return nullptr;
    }
    const wsl::WSLDistributionInformation distribution = {
        .Id = ParseGuid(*id),
        .Name = String("name"),
        .PidNamespace = m_request.Number("pidNamespace", 0),
        .PackageFamilyName = String("packageFamilyName"),
        .InitPid = static_cast<uint32_t>(m_request.Number("initPid", 0)),
        .Flavor = String("flavor"),
        .Version = String("version"),
    };
    return Place("WSLDistributionInformation", distribution, wsl::kWSLDistributionInformationMembers);
}

template <>
const wsl::WslOfflineDistributionInformation* HookArguments::Get()
{
    const auto id = m_request.Find("id");
    if (!id)
    {
        return nullptr;
    }
    const wsl::WslOfflineDistributionInformation distribution = {
        .Id = ParseGuid(*id),
        .Name = String("name"),
        .PackageFamilyName = String("packageFamilyName"),
        .Flavor = String("flavor"),
        .Version = String("version"),
    };
    return Place("WslOfflineDistributionInformation", distribution, wsl::kWslOfflineDistributionInformationMembers);
}

template <>
const wsl::WSLCSessionInformation* HookArguments::Get()
{
    if (!m_request.Find("session"))
    {
        return nullptr;
    }
    const wsl::WSLCSessionInformation session = {
        .SessionId = static_cast<DWORD>(m_request.Number("session")),
        .DisplayName = String("displayName"),
        .ApplicationPid = static_cast<DWORD>(m_request.Number("applicationPid", 0)),
        .UserToken = Token(),
        .UserSid = Sid(),
    };
    return Place("WSLCSessionInformation", session, wsl::kWSLCSessionInformationMembers);
}

template <>
LPCSTR HookArguments::Get()
{
    const auto text = m_request.Find("text");
    if (!text)
    {
        return nullptr;
    }
    const GuardedBlock& block = m_blocks.emplace_back("the text for a hook", text->size() + 1);
    std::memcpy(block.Data(), text->c_str(), text->size() + 1);
    return block.As<const char>();
}

const wchar_t* HookArguments::String(const char* key)
{
    const auto text = m_request.FindWide(key);
    if (!text)
    {
        return nullptr;
    }
    const size_t size = (text->size() + 1) * sizeof(wchar_t);
    const GuardedBlock& block = m_blocks.emplace_back(std::string("the text of ") + key, size);
    std::memcpy(block.Data(), text->c_str(), size);
    return block.As<const wchar_t>();
}

PSID HookArguments::Sid()
{
    const auto text = m_request.FindWide("sid");
    if (!text)
    {
        return nullptr;
    }
    PSID sid = nullptr;
    if (!ConvertStringSidToSidW(text->c_str(), &sid))
    {
        throw std::invalid_argument("not a SID: " + m_request.Text("sid"));
    }
    const DWORD size = GetLengthSid(sid);
    const GuardedBlock& block = m_blocks.emplace_back("UserSid", size);
    std::memcpy(block.Data(), sid, size);
    LocalFree(sid);
    return block.Data();
}

HANDLE HookArguments::Token()
{
    HANDLE process = nullptr;
    if (m_request.Number("token", 0) == 0 || m_token != nullptr ||
        !OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY | TOKEN_DUPLICATE, &process))
    {
        return m_token;
    }
    DuplicateTokenEx(process, MAXIMUM_ALLOWED, nullptr, SecurityImpersonation, TokenImpersonation, &m_token);
    CloseHandle(process);
    return m_token;
}

// Copies only the members that the version has.
template <typename T>
const T* HookArguments::Place(const char* name, const T& whole, std::span<const wsl::Member> members)
{
    const size_t size = wsl::SizeAt(members, m_version);
    const GuardedBlock& block = m_blocks.emplace_back(name, size);
    std::memcpy(block.Data(), &whole, size);
    return block.As<const T>();
}

} // namespace standin
