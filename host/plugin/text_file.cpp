#include "plugin/text_file.h"
#include "generated/hresults.h"
#include "text/hex.h"
#include "text/hresult.h"
#include "text/utf.h"
#include <algorithm>
#include <string_view>

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

Failure NotUtf8(const std::string& name, std::string_view bytes, size_t offset)
{
    const std::string byte = "0x" + text::Hex(static_cast<unsigned char>(bytes[offset]), 2, text::kUpperDigits);
    const auto line = 1 + std::count(bytes.begin(), bytes.begin() + static_cast<ptrdiff_t>(offset), '\n');
    const std::string location = name + ":" + std::to_string(line);
    return {
        E_FAIL,
        location + ": byte " + byte + " at offset " + std::to_string(offset) + " is not UTF-8; save the file as UTF-8",
        location,
        {}};
}

Failure NotTrusted(const std::string& name, const std::string& refusal, const std::string& wayOut)
{
    return {
        win32::kNotTrusted,
        name + " runs as SYSTEM and must be safe from other accounts. " + refusal + "\n" + wayOut,
        {},
        {},
        true};
}

} // namespace

TextFile ToTextFile(win32::FileContent content, const std::string& name, const std::string& wayOut, uint64_t maximum)
{
    switch (content.result)
    {
    case S_OK:
        break;
    case hresults::kErrorFileNotFound:
        return {};
    case win32::kNotTrusted:
        return {{}, {}, NotTrusted(name, content.source.refusal, wayOut)};
    case hresults::kErrorFileTooLarge:
        return {
            {},
            {},
            Failure{
                E_FAIL,
                name + " has " + std::to_string(content.size) + " bytes; the limit is " + std::to_string(maximum),
                {},
                {}}};
    default:
        return {
            {}, {}, Failure{content.result, name + " cannot be read: " + text::HresultToText(content.result), {}, {}}};
    }
    if (const auto offset = text::FindInvalidUtf8(content.bytes))
    {
        return {{}, {}, NotUtf8(name, content.bytes, *offset)};
    }
    if (content.bytes.starts_with(kByteOrderMark))
    {
        content.bytes.erase(0, kByteOrderMark.size());
    }
    return {std::move(content.bytes)};
}
