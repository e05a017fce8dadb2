// GUIDs as text: lower case, no braces, "0c0e1c4a-....".
#pragma once
#include "win32/windows.h"
#include <optional>
#include <string>
#include <string_view>

namespace win32 {

std::u16string GuidToText(const GUID& guid);

// Nothing for any other form.
std::optional<GUID> GuidFromText(std::string_view text) noexcept;

} // namespace win32
