// WSL's arguments to a plugin, in memory that ends exactly where it should, so that any access after the end is
// detected.
#pragma once
#include "fake_wsl.h"
#include <cstring>
#include <span>

// The bytes of a struct in a WSL of this version, and not one more.
template <class Struct>
std::unique_ptr<std::byte[]>
Truncated(const Struct& full, std::span<const wsl::Member> members, wsl::WSLVersion version)
{
    const size_t size = wsl::SizeAt(members, version);
    auto bytes = std::make_unique<std::byte[]>(size);
    std::memcpy(bytes.get(), &full, size);
    return bytes;
}

template <class Struct>
class PassedStruct
{
public:
    PassedStruct(const Struct& full, std::span<const wsl::Member> members, wsl::WSLVersion version) :
        m_bytes(Truncated(full, members, version))
    {}

    const Struct* Get() const noexcept
    {
        return reinterpret_cast<const Struct*>(m_bytes.get());
    }

private:
    std::unique_ptr<std::byte[]> m_bytes;
};

// Text as WSL passes it, in a block of its own.
class PassedText
{
public:
    explicit PassedText(const HookInput::Text& text)
    {
        if (text)
        {
            m_units.assign(text->begin(), text->end());
            m_units.push_back(u'\0');
            m_units.shrink_to_fit();
        }
    }

    LPCWSTR Get() const noexcept
    {
        return m_units.empty() ? nullptr : m_units.data();
    }

private:
    std::vector<char16_t> m_units;
};

// All that a hook's arguments point to.
struct PassedArguments
{
    PassedArguments(const HookInput& input, wsl::WSLVersion wslVersion) :
        sid(input.sid), name(input.name), packageFamilyName(input.packageFamilyName), flavor(input.flavor),
        version(input.version), displayName(input.displayName),
        inspection(input.inspection.c_str(), input.inspection.c_str() + input.inspection.size() + 1),
        session(
            {input.session, nullptr, const_cast<char16_t*>(sid.Get())}, wsl::kWSLSessionInformationMembers, wslVersion),
        settings({input.configuration}, wsl::kWSLVmCreationSettingsMembers, wslVersion),
        running(
            {input.distribution,
             name.Get(),
             input.pidNamespace,
             packageFamilyName.Get(),
             input.initPid,
             flavor.Get(),
             version.Get()},
            wsl::kWSLDistributionInformationMembers,
            wslVersion),
        offline(
            {input.distribution, name.Get(), packageFamilyName.Get(), flavor.Get(), version.Get()},
            wsl::kWslOfflineDistributionInformationMembers,
            wslVersion),
        container(
            {input.session, displayName.Get(), input.applicationPid, nullptr, const_cast<char16_t*>(sid.Get())},
            wsl::kWSLCSessionInformationMembers,
            wslVersion)
    {}

    PassedText sid, name, packageFamilyName, flavor, version, displayName;
    std::vector<char> inspection;
    PassedStruct<wsl::WSLSessionInformation> session;
    PassedStruct<wsl::WSLVmCreationSettings> settings;
    PassedStruct<wsl::WSLDistributionInformation> running;
    PassedStruct<wsl::WslOfflineDistributionInformation> offline;
    PassedStruct<wsl::WSLCSessionInformation> container;
};
