// Facts about Windows that a script may read: each call needs its permission and has a bounded size.
#include "generated/hresults.h"
#include "generated/natives.h"
#include "generated/numbers.h"
#include "plugin/script.h"
#include "text/utf.h"
#include "win32/machine_facts.h"
#include "win32/registry.h"
#include "win32/user_token.h"
#include <string_view>

using Answer = std::variant<int32_t, std::vector<uint8_t>>;

namespace {

void Append(std::vector<uint8_t>& bytes, std::string_view text)
{
    bytes.insert(bytes.end(), text.begin(), text.end());
}

// Both engines are little-endian, as Windows is.
void Append(std::vector<uint8_t>& bytes, uint32_t number)
{
    Append(bytes, std::string_view(reinterpret_cast<const char*>(&number), sizeof(number)));
}

bool IsText(DWORD type) noexcept
{
    return type == REG_SZ || type == REG_EXPAND_SZ || type == REG_LINK || type == REG_MULTI_SZ;
}

// Nothing if `result` says that there is no value.
template <class Write>
Answer AnswerOf(HRESULT result, Write&& write)
{
    if (FAILED(result))
    {
        return result;
    }
    std::vector<uint8_t> bytes;
    if (result != S_FALSE)
    {
        write(bytes);
    }
    return bytes;
}

} // namespace

Answer natives::RegistryValue(
    Script& script, const std::string& session, const std::u16string& key, const std::u16string& value)
{
    const std::string hive = session.empty() ? "HKLM\\" : "HKCU\\";
    if (script.Lacks({"windows.registry", hive + text::Utf16ToUtf8(key)}))
    {
        return hresults::kEAccessdenied;
    }
    if (!session.empty() && !script.Reaches(session))
    {
        return hresults::kRpcEDisconnected;
    }
    win32::RegistryValue found{};
    const HRESULT result = session.empty()
        ? win32::ReadMachineValue(key, value, numbers::kMaximumRegistryValue, found)
        : win32::ReadUserValue(script.UserToken(), key, value, numbers::kMaximumRegistryValue, found);
    return AnswerOf(result, [&](std::vector<uint8_t>& bytes) {
        Append(bytes, static_cast<uint32_t>(found.type));
        const std::string_view data(reinterpret_cast<const char*>(found.data.data()), found.data.size());
        Append(bytes, IsText(found.type) ? text::Utf16ToUtf8(text::Utf16Of(found.data)) : data);
    });
}

Answer natives::Certificates(Script& script, const std::u16string& store)
{
    if (script.Lacks({"windows.certificates", text::Utf16ToUtf8(store)}))
    {
        return hresults::kEAccessdenied;
    }
    std::vector<win32::Certificate> certificates;
    const HRESULT result = win32::ReadCertificates(store, numbers::kMaximumCertificates, certificates);
    return AnswerOf(result, [&](std::vector<uint8_t>& bytes) {
        for (const auto& [sha1, der] : certificates)
        {
            bytes.insert(bytes.end(), sha1.begin(), sha1.end());
            Append(bytes, static_cast<uint32_t>(der.size()));
            bytes.insert(bytes.end(), der.begin(), der.end());
        }
    });
}

Answer natives::WindowsProxy(Script& script)
{
    if (script.Lacks({"windows.proxy", ""}))
    {
        return hresults::kEAccessdenied;
    }
    std::u16string proxy;
    std::u16string bypass;
    return AnswerOf(win32::ReadProxy(proxy, bypass), [&](std::vector<uint8_t>& bytes) {
        Append(bytes, text::Utf16ToUtf8(proxy + u'\0' + bypass));
    });
}

Answer natives::UserGroups(Script& script, const std::string& session)
{
    if (script.Lacks({"windows.userGroups", ""}))
    {
        return hresults::kEAccessdenied;
    }
    if (!script.Reaches(session))
    {
        return hresults::kRpcEDisconnected;
    }
    std::vector<win32::TokenGroup> groups;
    return AnswerOf(win32::ReadGroups(script.UserToken(), groups), [&](std::vector<uint8_t>& bytes) {
        for (const auto& [sid, isDenyOnly] : groups)
        {
            Append(bytes, (bytes.empty() ? "" : std::string(1, '\0')) + (isDenyOnly ? "-" : ""));
            Append(bytes, text::Utf16ToUtf8(sid));
        }
    });
}

std::u16string natives::WindowsVersion(Script&)
{
    return win32::WindowsVersion();
}
