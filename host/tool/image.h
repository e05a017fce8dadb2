// A DLL as a file: its processor, its exports and its imports.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tool {

struct ImportedDll
{
    std::string name;
    std::vector<std::string> functions; // without functions that are imported by number
};

struct Image
{
    uint16_t machine = 0; // IMAGE_FILE_MACHINE_...
    std::vector<std::string> exports;
    std::vector<ImportedDll> imports;
};

// Nothing if the file is not a DLL, or if its tables are broken.
std::optional<Image> ReadImage(std::string_view bytes);

// "x64", "ARM64"
std::string MachineText(uint16_t machine);

} // namespace tool
