// The list of plugins that WSL loads: a value for each in the registry.
#pragma once
#include "win32/windows.h"
#include <string>
#include <vector>

namespace tool {

struct Registration
{
    std::u16string name;
    DWORD type;          // REG_SZ; WSL skips values of other types
    std::u16string path; // an expandable text unexpanded; empty if the value is not a text
};

// In the order in which WSL loads them. Also empty if the key is missing.
std::vector<Registration> ReadRegistrations();

// Null if no value has this name.
const Registration* Find(const std::vector<Registration>& registrations, const std::u16string& name);

HRESULT Register(const std::u16string& name, const std::u16string& path);

// S_OK also if there is no such value.
HRESULT Unregister(const std::u16string& name);

// Compares paths and names in the registry without regard to case.
bool IsSame(const std::u16string& a, const std::u16string& b);

} // namespace tool
