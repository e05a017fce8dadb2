// Explains to an administrator why a file is not trusted.
#pragma once
#include "win32/access_judgement.h"
#include <string>

namespace win32 {

// The path, the account and its rights, followed by the commands that correct it, one on each line.
std::string RefusalText(const std::u16string& path, Place place, const Objection& objection);

// A path in the form that people use.
std::string ShownPath(const std::u16string& path);

} // namespace win32
