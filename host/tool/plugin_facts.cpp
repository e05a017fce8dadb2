#include "tool/plugin_facts.h"
#include "text/hex.h"
#include "text/utf.h"
#include "tool/file_bytes.h"
#include "win32/sha256.h"
#include "win32/wide.h"
#include <vector>

namespace tool {

namespace {

constexpr char16_t kProduct[] = u"wsl-script-host";

// A text of the version resource, in whichever language it is; empty if there is none.
std::u16string VersionText(const std::vector<uint8_t>& resource, const std::u16string& name)
{
    struct Translation
    {
        WORD language;
        WORD codePage;
    };
    Translation* translation = nullptr;
    UINT size = 0;
    if (!VerQueryValueW(
            resource.data(), L"\\VarFileInfo\\Translation", reinterpret_cast<void**>(&translation), &size) ||
        size < sizeof(Translation))
    {
        return {};
    }
    const std::string folder = text::Hex(translation->language, 4) + text::Hex(translation->codePage, 4);
    const std::u16string path = u"\\StringFileInfo\\" + text::Utf8ToUtf16(folder) + u"\\" + name;
    wchar_t* text = nullptr;
    if (!VerQueryValueW(resource.data(), win32::AsWide(path), reinterpret_cast<void**>(&text), &size))
    {
        return {};
    }
    return win32::AsUtf16(text);
}

std::vector<uint8_t> VersionResource(const std::u16string& path)
{
    std::vector<uint8_t> resource(GetFileVersionInfoSizeW(win32::AsWide(path), nullptr));
    if (!GetFileVersionInfoW(win32::AsWide(path), 0, static_cast<DWORD>(resource.size()), resource.data()))
    {
        resource.clear();
    }
    return resource;
}

bool IsHostVersion(const std::vector<uint8_t>& resource)
{
    return !resource.empty() && VersionText(resource, u"ProductName") == kProduct;
}

} // namespace

bool IsHost(const std::u16string& path)
{
    return IsHostVersion(VersionResource(path));
}

PluginFacts ReadFacts(const Registration& registration, const wsl::WSLVersion& version)
{
    PluginFacts facts;
    facts.registration = registration;
    const std::u16string& path = registration.path;
    const auto bytes = ReadWholeFile(path);
    facts.isThere = bytes.has_value();
    if (!facts.isThere)
    {
        return facts;
    }
    facts.dllSha256 = win32::Sha256(*bytes);
    facts.image = ReadImage(*bytes);
    facts.signature = ReadSignature(path);
    if (const auto resource = VersionResource(path); !resource.empty())
    {
        facts.version = text::Utf16ToUtf8(VersionText(resource, u"FileVersion"));
        facts.isHost = IsHostVersion(resource);
    }
    if (facts.isHost)
    {
        facts.examination = Examine(path, version);
        facts.loads = ReadLastLoads(facts.examination->log);
    }
    return facts;
}

} // namespace tool
