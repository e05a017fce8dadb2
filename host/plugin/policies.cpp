#include "plugin/policies.h"
#include "text/utf.h"
#include "win32/registry.h"
#include "win32/text.h"
#include <algorithm>
#include <cstring>
#include <string_view>

namespace {

constexpr size_t kHashLength = 64;

constexpr char16_t Lower(char16_t unit) noexcept
{
    return unit >= u'A' && unit <= u'Z' ? static_cast<char16_t>(unit | 0x20) : unit;
}

bool IsSameName(std::u16string_view a, std::u16string_view b) noexcept
{
    return std::ranges::equal(a, b, {}, Lower, Lower);
}

Failure Wrong(const std::u16string& key, const std::u16string& value, const char* what)
{
    return {
        E_FAIL,
        "the policy HKLM\\" + text::Utf16ToUtf8(key) + "\\" + text::Utf16ToUtf8(value) + " " + what,
        {},
        {},
        true};
}

// Null, or what is wrong.
const char* ReadInto(bool& flag, const win32::RegistryValue& value) noexcept
{
    DWORD number = 0;
    if (value.type != REG_DWORD || value.data.size() != sizeof(number))
    {
        return "must be a REG_DWORD";
    }
    std::memcpy(&number, value.data.data(), sizeof(number));
    if (number > 1)
    {
        return "must be 0 or 1";
    }
    flag = number == 1;
    return nullptr;
}

bool IsHash(std::u16string_view text) noexcept
{
    return text.size() == kHashLength && std::ranges::all_of(text, [](char16_t unit) {
               return (unit >= u'0' && unit <= u'9') || (Lower(unit) >= u'a' && Lower(unit) <= u'f');
           });
}

const char* ReadInto(std::vector<std::string>& hashes, const win32::RegistryValue& value)
{
    if (value.type != REG_MULTI_SZ || value.data.size() % sizeof(char16_t) != 0)
    {
        return "must be a REG_MULTI_SZ";
    }
    std::u16string texts(value.data.size() / sizeof(char16_t), u'\0');
    std::memcpy(texts.data(), value.data.data(), value.data.size());
    hashes.clear();
    for (size_t start = 0; start < texts.size();)
    {
        const size_t end = std::min(texts.find(u'\0', start), texts.size());
        std::u16string text = texts.substr(start, end - start);
        start = end + 1;
        if (text.empty())
        {
            continue;
        }
        if (!IsHash(text))
        {
            return "must be SHA-256 hashes, of 64 hexadecimal digits each";
        }
        std::ranges::transform(text, text.begin(), Lower);
        hashes.push_back(text::Utf16ToUtf8(text));
    }
    return hashes.empty() ? "must have a hash" : nullptr;
}

const char* Read(policies::Values& values, const win32::RegistryValue& value)
{
    const auto found = std::ranges::find_if(
        policies::kPolicies, [&](const policies::PolicyInfo& info) { return IsSameName(info.name, value.name); });
    if (found == std::end(policies::kPolicies))
    {
        return "is not known to this version of wsl-script-host";
    }
    return std::visit([&](auto member) { return ReadInto(values.*member, value); }, found->member);
}

// False: there is no such key.
bool ReadKey(Policies& policies, const std::u16string& key)
{
    std::vector<win32::RegistryValue> values;
    const HRESULT result = win32::ReadRegistryKey(key, values);
    if (FAILED(result) && !policies.failure)
    {
        policies.failure = Wrong(key, u"", ("cannot be read: " + win32::HresultToText(result)).c_str());
    }
    for (const win32::RegistryValue& value : values)
    {
        const char* const wrong = Read(policies.values, value);
        if (wrong != nullptr && !policies.failure)
        {
            policies.failure = Wrong(key, value.name, wrong);
        }
    }
    return result != S_FALSE;
}

} // namespace

Policies ReadPolicies(const std::u16string& plugin)
{
    Policies policies;
    if (ReadKey(policies, policies::kKey))
    {
        ReadKey(policies, std::u16string(policies::kKey) + u"\\Plugins\\" + plugin);
    }
    return policies;
}

// By the key above, which Windows always has: this one may not exist yet, or not any more.
win32::RegistryWatch WatchPolicies()
{
    const std::u16string key = policies::kKey;
    return win32::RegistryWatch(key.substr(0, key.find_last_of(u'\\')));
}
