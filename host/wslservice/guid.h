// GUIDs as the protocol writes them: lower case, with hyphens, without braces.
#pragma once
#include <string>
#include <winsock2.h>
#include <windows.h>

namespace standin {

std::string GuidText(const GUID& guid);

// Throws std::invalid_argument.
GUID ParseGuid(const std::string& text);

} // namespace standin
