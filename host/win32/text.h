// Windows' names for things as text.
#pragma once
#include "win32/windows.h"
#include <optional>
#include <string>
#include <string_view>

namespace win32 {

std::string ToUtf8(std::wstring_view text);
std::wstring ToWide(std::string_view utf8);

// "S-1-5-18"; empty for a null or invalid SID.
std::wstring SidToText(PSID sid);

// Lower case, no braces: "0c0e1c4a-....".
std::wstring GuidToText(const GUID& guid);

// The same form back; none for anything else.
std::optional<GUID> GuidFromText(std::string_view text) noexcept;

// "0x80070002 (ERROR_FILE_NOT_FOUND)", or the number alone when the code has no name here.
std::string HresultToText(HRESULT result);

// The path with its %VARIABLES% replaced.
std::wstring ExpandEnvironment(const std::wstring& path);

} // namespace win32
