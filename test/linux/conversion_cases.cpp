// UTF-8, UTF-16, GUIDs and codes.
#include "cases/cases.h"
#include "engine/unchecked_number.h"
#include "plugin/failure.h"
#include "text/hresult.h"
#include "text/utf.h"
#include "win32/guid.h"
#include <array>
#include <cmath>
#include <utility>

namespace {

struct Utf8Row
{
    std::string_view bytes;
    std::u16string_view text;
    std::optional<size_t> firstInvalid;
};

// The last ones are those of the Encoding Standard's "maximal subpart" practice.
constexpr std::array kUtf8{
    Utf8Row{"", u"", {}},
    Utf8Row{"a\xC3\xA9\xE2\x82\xAC\xF0\x90\x8D\x88", u"a\u00e9\u20ac\U00010348", {}},
    Utf8Row{"\xF4\x8F\xBF\xBF", u"\U0010ffff", {}},
    Utf8Row{"\x80", u"\ufffd", 0},
    Utf8Row{"a\xC0\x80", u"a\ufffd\ufffd", 1},
    Utf8Row{"\xED\xA0\x80", u"\ufffd\ufffd\ufffd", 0},
    Utf8Row{"\xF4\x90\x80\x80", u"\ufffd\ufffd\ufffd\ufffd", 0},
    Utf8Row{"ab\xF0\x90\x8D", u"ab\ufffd", 2},
    Utf8Row{"\xE2\x82\x41", u"\ufffdA", 0},
    Utf8Row{"\xF0\x80\x80\x41", u"\ufffd\ufffd\ufffdA", 0},
};

constexpr std::array kNoGuids{
    "",
    "0c0e1c4a-1234-5678-0102-03040506070",
    "0c0e1c4a-1234-5678-0102-0304050607080",
    "{c0e1c4a-1234-5678-0102-03040506070}",
    "0C0E1C4A-1234-5678-0102-030405060708",
    "0c0e1c4a+1234-5678-0102-030405060708",
    "0c0e1c4a-1234-5678-0102-03040506070g",
    "0c0e1c4a-1234-5678-0102-0304050607-8",
};

void Utf8Rows()
{
    for (const auto& row : kUtf8)
    {
        Expect(text::Utf8ToUtf16(row.bytes) == row.text, "UTF-16 of " + std::string(row.bytes));
        Expect(text::FindInvalidUtf8(row.bytes) == row.firstInvalid, "validity of " + std::string(row.bytes));
    }
}

void LoneSurrogates()
{
    ExpectEqual(text::Utf16ToUtf8(u"\xD800"), "\xEF\xBF\xBD");
    ExpectEqual(text::Utf16ToUtf8(u"\xDC00\xD800x"), "\xEF\xBF\xBD\xEF\xBF\xBDx");
    ExpectEqual(text::Utf16ToUtf8(u"\xD83D\xDE00"), "\xF0\x9F\x98\x80");
}

void Guids()
{
    const std::string text = "0c0e1c4a-1234-5678-0102-030405060708";
    const auto guid = win32::GuidFromText(text);
    Expect(guid.has_value(), "it is not taken");
    ExpectEqual(guid->Data1, 0x0c0e1c4au);
    ExpectEqual(guid->Data4[7], 8);
    ExpectEqual(text::Utf16ToUtf8(win32::GuidToText(*guid)), text);
    for (const char* wrong : kNoGuids)
    {
        Expect(!win32::GuidFromText(wrong), wrong);
    }
}

void Codes()
{
    ExpectEqual(text::HresultToText(E_FAIL), "0x80004005 (E_FAIL)");
    ExpectEqual(text::HresultToText(-1), "0xFFFFFFFF");
}

void Numbers()
{
    using engine::UncheckedNumber;
    ExpectEqual(UncheckedNumber(-1.9).Within<int32_t>(INT32_MIN, INT32_MAX), -1);
    ExpectEqual(UncheckedNumber(-1e300).Within<int32_t>(INT32_MIN, INT32_MAX), INT32_MIN);
    ExpectEqual(UncheckedNumber(1e300).Within<uint64_t>(0, UINT64_MAX), UINT64_MAX);
    ExpectEqual(UncheckedNumber(std::nan("")).Within<uint32_t>(10, 20), 10u);
    ExpectEqual(UncheckedNumber(15.5).Within<uint32_t>(10, 20), 15u);
    ExpectEqual(UncheckedNumber(15.5).Within(0.0, 20.0), 15.5);
    Expect(UncheckedNumber(20).Exactly<uint32_t>(10, 20) == 20u, "the highest");
    for (const double other : {9.0, 10.5, 21.0, 1e300, std::nan("")})
    {
        Expect(!UncheckedNumber(other).Exactly<uint32_t>(10, 20), std::to_string(other));
    }
}

void FailureCodes()
{
    static_assert(!std::is_default_constructible_v<FailureCode>);
    ExpectEqual(HRESULT{FailureCode(S_OK)}, E_FAIL);
    ExpectEqual(HRESULT{FailureCode(1)}, E_FAIL);
    ExpectEqual(HRESULT{FailureCode(E_OUTOFMEMORY)}, E_OUTOFMEMORY);
}

const AddCases g_cases{
    {"UTF-8 is read as the Encoding Standard has it", Utf8Rows},
    {"halves of surrogate pairs become U+FFFD", LoneSurrogates},
    {"GUIDs become text and are read from it, in one form only", Guids},
    {"a number out of the sandbox becomes one of a range, or none", Numbers},
    {"a failure's code is no success", FailureCodes},
    {"codes are shown with their names", Codes},
};

} // namespace
