// Windows' names for things as text. Text of Windows is UTF-16 in a std::u16string; wchar_t is met at its calls only.
#pragma once
#include "win32/windows.h"
#include <optional>
#include <string>
#include <string_view>

namespace win32 {

// The same text as Windows takes it (NUL-terminated), writes it, and gives it.
inline LPCWSTR AsWide(const std::u16string& text) noexcept
{
    return reinterpret_cast<LPCWSTR>(text.c_str());
}
inline LPWSTR AsWideBuffer(std::u16string& text) noexcept
{
    return reinterpret_cast<LPWSTR>(text.data());
}
inline const char16_t* AsUtf16(LPCWSTR text) noexcept
{
    return reinterpret_cast<const char16_t*>(text);
}

// Lower case, no braces: "0c0e1c4a-....".
std::u16string GuidToText(const GUID& guid);

// The same form back; none for anything else.
std::optional<GUID> GuidFromText(std::string_view text) noexcept;

// "0x80070002 (ERROR_FILE_NOT_FOUND)", or the number alone when the code has no name here.
std::string HresultToText(HRESULT result);

} // namespace win32
