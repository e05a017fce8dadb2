#include "plugin/policies.h"
#include "text/hresult.h"
#include "text/parts.h"
#include "text/utf.h"
#include "win32/registry.h"
#include <algorithm>
#include <cstring>
#include <string_view>

namespace {

constexpr size_t kHashLength = 64;

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
               return (unit >= u'0' && unit <= u'9') || (text::Lower(unit) >= u'a' && text::Lower(unit) <= u'f');
           });
}

// The texts of a REG_MULTI_SZ, each of which ends with a NUL, as does the list.
std::vector<std::u16string> TextsOf(const win32::RegistryValue& value)
{
    const std::u16string all = text::Utf16Of(value.data);
    std::vector<std::u16string> texts;
    for (size_t start = 0; start < all.size();)
    {
        const size_t end = std::min(all.find(u'\0', start), all.size());
        if (end > start)
        {
            texts.push_back(all.substr(start, end - start));
        }
        start = end + 1;
    }
    return texts;
}

const char* ReadInto(std::vector<std::string>& hashes, const win32::RegistryValue& value)
{
    if (value.type != REG_MULTI_SZ || value.data.size() % sizeof(char16_t) != 0)
    {
        return "must be a REG_MULTI_SZ";
    }
    hashes.clear();
    for (std::u16string& text : TextsOf(value))
    {
        if (!IsHash(text))
        {
            return "must be SHA-256 hashes of 64 hexadecimal digits each";
        }
        std::ranges::transform(text, text.begin(), text::Lower<char16_t>);
        hashes.push_back(text::Utf16ToUtf8(text));
    }
    return hashes.empty() ? "must have at least one hash" : nullptr;
}

// A REG_SZ; null for another type.
std::optional<std::u16string> OneText(const win32::RegistryValue& value)
{
    if (value.type != REG_SZ || value.data.size() % sizeof(char16_t) != 0)
    {
        return std::nullopt;
    }
    const std::u16string text = text::Utf16Of(value.data);
    return text.substr(0, text.find(u'\0'));
}

const char* ReadInto(std::u16string& folder, const win32::RegistryValue& value)
{
    auto text = OneText(value);
    if (!text || text->size() < 3 || text->substr(1, 2) != u":\\")
    {
        return "must be a REG_SZ with a folder's path that starts with a drive";
    }
    folder = *std::move(text);
    return nullptr;
}

const char* ReadInto(std::string& account, const win32::RegistryValue& value)
{
    constexpr std::u16string_view kPrefix = u"S-1-";
    const auto text = OneText(value);
    const auto isSidUnit = [](char16_t unit) { return unit == u'-' || (unit >= u'0' && unit <= u'9'); };
    if (!text || !text->starts_with(kPrefix) || !std::ranges::all_of(text->substr(kPrefix.size()), isSidUnit))
    {
        return "must be a REG_SZ with the SID of an account, such as S-1-5-21-1-2-3-1001";
    }
    account = text::Utf16ToUtf8(*text);
    return nullptr;
}

const char* Read(policies::Values& values, const win32::RegistryValue& value, bool ofOnePlugin)
{
    const auto found = std::ranges::find_if(policies::kPolicies, [&](const policies::PolicyInfo& info) {
        return text::IsSameName<char16_t>(info.name, value.name);
    });
    if (found == std::end(policies::kPolicies))
    {
        return "is not known to this version of wsl-script-host";
    }
    if (found->ofOnePlugin && !ofOnePlugin)
    {
        return "applies to one plugin; set it below Plugins\\<name>";
    }
    return std::visit([&](auto member) { return ReadInto(values.*member, value); }, found->member);
}

std::u16string Joined(const std::vector<std::u16string>& texts)
{
    std::u16string joined;
    for (const std::u16string& text : texts)
    {
        joined.append(joined.empty() ? 0 : 1, u'\0').append(text);
    }
    return joined;
}

const char* ReadSetting(Policies& policies, const std::u16string& key, const win32::RegistryValue& value)
{
    SettingPolicy setting{key, value.name, value.type, {}};
    DWORD number = 0;
    if (value.type == REG_DWORD && value.data.size() == sizeof(number))
    {
        std::memcpy(&number, value.data.data(), sizeof(number));
        setting.data = text::Utf8ToUtf16(std::to_string(number));
    }
    else if (auto text = OneText(value))
    {
        setting.data = *std::move(text);
    }
    else if (value.type == REG_MULTI_SZ && value.data.size() % sizeof(char16_t) == 0)
    {
        setting.data = Joined(TextsOf(value));
    }
    else
    {
        return "must be a REG_SZ, REG_DWORD or REG_MULTI_SZ";
    }
    policies.settings.push_back(std::move(setting));
    return nullptr;
}

// `readValue` returns what is wrong with a value. False if there is no such key.
template <class ReadValue>
bool ReadKey(Policies& policies, const std::u16string& key, const ReadValue& readValue)
{
    std::vector<win32::RegistryValue> values;
    const HRESULT result = win32::ReadRegistryKey(key, values);
    if (FAILED(result) && !policies.failure)
    {
        policies.failure = Wrong(key, u"", ("cannot be read: " + text::HresultToText(result)).c_str());
    }
    for (const win32::RegistryValue& value : values)
    {
        const char* const wrong = readValue(value);
        if (wrong != nullptr && !policies.failure)
        {
            policies.failure = Wrong(key, value.name, wrong);
        }
    }
    return result != S_FALSE;
}

} // namespace

std::u16string PolicyKeyOf(const std::u16string& plugin)
{
    return std::u16string(policies::kKey) + u"\\Plugins\\" + plugin;
}

Policies ReadPolicies(const std::u16string& plugin)
{
    Policies policies;
    const auto reader = [&](bool ofOnePlugin) {
        return [&, ofOnePlugin](const auto& value) { return Read(policies.values, value, ofOnePlugin); };
    };
    const std::u16string pluginKey = PolicyKeyOf(plugin);
    if (ReadKey(policies, policies::kKey, reader(false)) && ReadKey(policies, pluginKey, reader(true)))
    {
        const std::u16string settingsKey = pluginKey + u"\\Settings";
        ReadKey(policies, settingsKey, [&](const win32::RegistryValue& value) {
            return ReadSetting(policies, u"HKLM\\" + settingsKey, value);
        });
    }
    const bool isHalf = policies.values.developmentFolder.empty() != policies.values.developmentAccount.empty();
    if (isHalf && !policies.failure)
    {
        const bool hasFolder = !policies.values.developmentFolder.empty();
        policies.failure = hasFolder ? Wrong(pluginKey, u"DevelopmentFolder", "needs DevelopmentAccount beside it")
                                     : Wrong(pluginKey, u"DevelopmentAccount", "needs DevelopmentFolder beside it");
    }
    return policies;
}

// Watches the key above, which Windows always has: this one may not exist yet, or no longer.
win32::RegistryWatch WatchPolicies()
{
    const std::u16string key = policies::kKey;
    return win32::RegistryWatch(key.substr(0, key.find_last_of(u'\\')));
}
