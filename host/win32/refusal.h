// Why a file is not trusted, in words for an administrator.
#pragma once
#include "win32/access_judgement.h"
#include <string>

namespace win32 {

// The path, the account, what it may do, and behind that the commands that mend it, a line each.
std::string RefusalText(const std::u16string& path, Place place, const Objection& objection);

// A path as people know it.
std::string ShownPath(const std::u16string& path);

} // namespace win32
