#include "tool/image.h"
#include "text/hex.h"
#include "win32/windows.h"
#include <algorithm>
#include <cstring>
#include <stdexcept>

namespace tool {

namespace {

// More than any DLL has; without a bound, a broken table could be endless.
constexpr size_t kMaximumEntries = 64 * 1024;

// Reads by address in the image, as Windows would map it. All reads throw std::out_of_range beyond the end of the file.
class Reader
{
public:
    explicit Reader(std::string_view bytes) : m_bytes(bytes)
    {
        const auto dos = At<IMAGE_DOS_HEADER>(0);
        const auto start = static_cast<size_t>(dos.e_lfanew);
        if (dos.e_magic != IMAGE_DOS_SIGNATURE || At<DWORD>(start) != IMAGE_NT_SIGNATURE)
        {
            throw std::out_of_range("no image");
        }
        m_header = At<IMAGE_FILE_HEADER>(start + sizeof(DWORD));
        m_optional = start + sizeof(DWORD) + sizeof(IMAGE_FILE_HEADER);
        m_is64Bit = At<WORD>(m_optional) == IMAGE_NT_OPTIONAL_HDR64_MAGIC;
    }

    const IMAGE_FILE_HEADER& Header() const noexcept
    {
        return m_header;
    }

    bool Is64Bit() const noexcept
    {
        return m_is64Bit;
    }

    DWORD Directory(size_t index) const
    {
        const size_t first = m_is64Bit ? offsetof(IMAGE_OPTIONAL_HEADER64, DataDirectory)
                                       : offsetof(IMAGE_OPTIONAL_HEADER32, DataDirectory);
        return At<IMAGE_DATA_DIRECTORY>(m_optional + first + index * sizeof(IMAGE_DATA_DIRECTORY)).VirtualAddress;
    }

    template <class T>
    T Mapped(size_t address) const
    {
        return At<T>(OffsetOf(address));
    }

    std::string Text(size_t address) const
    {
        const std::string_view rest = m_bytes.substr(OffsetOf(address));
        return std::string(rest.substr(0, rest.find('\0')));
    }

private:
    template <class T>
    T At(size_t offset) const
    {
        if (offset > m_bytes.size() || m_bytes.size() - offset < sizeof(T))
        {
            throw std::out_of_range("beyond the file");
        }
        T value;
        std::memcpy(&value, m_bytes.data() + offset, sizeof(T));
        return value;
    }

    size_t OffsetOf(size_t address) const
    {
        const size_t sections = m_optional + m_header.SizeOfOptionalHeader;
        for (size_t i = 0; i < m_header.NumberOfSections; i++)
        {
            const auto section = At<IMAGE_SECTION_HEADER>(sections + i * sizeof(IMAGE_SECTION_HEADER));
            if (address >= section.VirtualAddress && address - section.VirtualAddress < section.SizeOfRawData)
            {
                return section.PointerToRawData + (address - section.VirtualAddress);
            }
        }
        throw std::out_of_range("in no section");
    }

    std::string_view m_bytes;
    IMAGE_FILE_HEADER m_header{};
    size_t m_optional = 0;
    bool m_is64Bit = false;
};

std::vector<std::string> Exports(const Reader& reader)
{
    std::vector<std::string> names;
    const DWORD address = reader.Directory(IMAGE_DIRECTORY_ENTRY_EXPORT);
    if (address == 0)
    {
        return names;
    }
    const auto table = reader.Mapped<IMAGE_EXPORT_DIRECTORY>(address);
    const size_t count = std::min<size_t>(table.NumberOfNames, kMaximumEntries);
    for (size_t i = 0; i < count; i++)
    {
        names.push_back(reader.Text(reader.Mapped<DWORD>(table.AddressOfNames + i * sizeof(DWORD))));
    }
    return names;
}

std::vector<std::string> Functions(const Reader& reader, size_t table)
{
    std::vector<std::string> names;
    const size_t size = reader.Is64Bit() ? sizeof(uint64_t) : sizeof(uint32_t);
    const uint64_t byNumber = reader.Is64Bit() ? IMAGE_ORDINAL_FLAG64 : IMAGE_ORDINAL_FLAG32;
    for (size_t i = 0; i < kMaximumEntries; i++)
    {
        const size_t at = table + i * size;
        const uint64_t entry = reader.Is64Bit() ? reader.Mapped<uint64_t>(at) : reader.Mapped<uint32_t>(at);
        if (entry == 0)
        {
            break;
        }
        if ((entry & byNumber) == 0)
        {
            names.push_back(reader.Text(entry + offsetof(IMAGE_IMPORT_BY_NAME, Name)));
        }
    }
    return names;
}

std::vector<ImportedDll> Imports(const Reader& reader)
{
    std::vector<ImportedDll> dlls;
    const DWORD address = reader.Directory(IMAGE_DIRECTORY_ENTRY_IMPORT);
    for (size_t i = 0; address != 0 && i < kMaximumEntries; i++)
    {
        const auto row = reader.Mapped<IMAGE_IMPORT_DESCRIPTOR>(address + i * sizeof(IMAGE_IMPORT_DESCRIPTOR));
        if (row.Name == 0)
        {
            break;
        }
        const DWORD table = row.OriginalFirstThunk != 0 ? row.OriginalFirstThunk : row.FirstThunk;
        dlls.push_back({reader.Text(row.Name), Functions(reader, table)});
    }
    return dlls;
}

} // namespace

std::optional<Image> ReadImage(std::string_view bytes)
try
{
    const Reader reader(bytes);
    if ((reader.Header().Characteristics & IMAGE_FILE_DLL) == 0)
    {
        return std::nullopt;
    }
    return Image{reader.Header().Machine, Exports(reader), Imports(reader)};
}
catch (const std::out_of_range&)
{
    return std::nullopt;
}

std::string MachineText(uint16_t machine)
{
    switch (machine)
    {
    case IMAGE_FILE_MACHINE_AMD64:
        return "x64";
    case IMAGE_FILE_MACHINE_ARM64:
        return "ARM64";
    case IMAGE_FILE_MACHINE_I386:
        return "x86";
    default:
        return "machine 0x" + text::Hex(machine, 4);
    }
}

} // namespace tool
