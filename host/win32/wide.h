// Text for Windows is UTF-16 in a std::u16string; wchar_t appears only in calls to Windows.
#pragma once
#include "win32/windows.h"
#include <string>

namespace win32 {

// The same text as Windows reads it (NUL-terminated), writes it, and returns it.
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

} // namespace win32
