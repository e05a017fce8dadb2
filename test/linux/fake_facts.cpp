// Windows' facts about the machine and its users.
#include "fake_windows.h"
#include "generated/hresults.h"
#include "win32/machine_facts.h"
#include "win32/user_token.h"

namespace win32 {

HRESULT ReadMachineValue(const std::u16string& path, const std::u16string& name, DWORD maximum, RegistryValue& value)
{
    std::vector<RegistryValue> values;
    ReadRegistryKey(path, values);
    for (const RegistryValue& each : values)
    {
        if (each.name == name)
        {
            value = each;
            return each.data.size() > maximum ? hresults::kErrorMoreData : S_OK;
        }
    }
    return S_FALSE;
}

// In this fake, a token is the path of its user's hive.
HRESULT
ReadUserValue(HANDLE token, const std::u16string& path, const std::u16string& name, DWORD maximum, RegistryValue& value)
{
    const auto* const hive = static_cast<const char16_t*>(token);
    return hive == nullptr ? hresults::kErrorNoToken : ReadMachineValue(hive + path, name, maximum, value);
}

HRESULT ReadGroups(HANDLE token, std::vector<TokenGroup>& groups)
{
    if (token == nullptr)
    {
        return hresults::kErrorNoToken;
    }
    groups = {{u"S-1-5-32-545", false}, {u"S-1-5-32-544", true}};
    return S_OK;
}

HRESULT ReadCertificates(const std::u16string& store, size_t, std::vector<Certificate>& certificates)
{
    if (store != u"Root")
    {
        return S_FALSE;
    }
    certificates = {{{1, 2, 3}, {0x30, 0x00}}, {{4, 5, 6}, {0x30, 0x01, 0x00}}};
    return S_OK;
}

HRESULT ReadProxy(std::u16string& proxy, std::u16string& bypass)
{
    proxy = u"http=proxy:8080";
    bypass = u"<local>";
    return S_OK;
}

std::u16string WindowsVersion()
{
    return u"10.0.22631.4602";
}

} // namespace win32
