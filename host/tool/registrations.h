// What WSL reads which plugins to load from: a value for each in the registry.
#pragma once
#include "win32/windows.h"
#include <string>
#include <vector>

namespace tool {

struct Registration
{
    std::u16string name;
    DWORD type;          // REG_SZ, or WSL skips it
    std::u16string path; // also of an expandable text, as it stands there; empty for what is no text
};

// In the order in which WSL loads them. Empty, too, where the key is missing.
std::vector<Registration> ReadRegistrations();

// Null: there is none of this name.
const Registration* Find(const std::vector<Registration>& registrations, const std::u16string& name);

HRESULT Register(const std::u16string& name, const std::u16string& path);

// S_OK also for a value that is not there.
HRESULT Unregister(const std::u16string& name);

// Paths and names in the registry, without regard to case.
bool IsSame(const std::u16string& a, const std::u16string& b);

} // namespace tool
