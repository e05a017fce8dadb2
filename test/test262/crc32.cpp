#include "test262/crc32.h"
#include <array>
#include <cstring>

namespace {

using Crc32Tables = std::array<std::array<uint32_t, 256>, 8>;

constexpr Crc32Tables MakeCrc32Tables()
{
    constexpr uint32_t kPolynomial = 0xEDB88320;
    Crc32Tables tables{};
    for (uint32_t byte = 0; byte < 256; byte++)
    {
        uint32_t crc = byte;
        for (int bit = 0; bit < 8; bit++)
        {
            crc = (crc & 1) != 0 ? kPolynomial ^ (crc >> 1) : crc >> 1;
        }
        tables[0][byte] = crc;
    }
    for (size_t table = 1; table < tables.size(); table++)
    {
        for (size_t byte = 0; byte < 256; byte++)
        {
            const uint32_t before = tables[table - 1][byte];
            tables[table][byte] = (before >> 8) ^ tables[0][before & 255];
        }
    }
    return tables;
}

} // namespace

uint32_t Crc32(std::span<const std::byte> bytes)
{
    static constexpr Crc32Tables kTables = MakeCrc32Tables();
    uint32_t crc = UINT32_MAX;
    while (bytes.size() >= 8)
    {
        uint64_t word;
        std::memcpy(&word, bytes.data(), sizeof(word));
        word ^= crc;
        crc = 0;
        for (size_t byte = 0; byte < 8; byte++)
        {
            crc ^= kTables[7 - byte][(word >> (8 * byte)) & 255];
        }
        bytes = bytes.subspan(8);
    }
    for (const std::byte byte : bytes)
    {
        crc = (crc >> 8) ^ kTables[0][(crc ^ static_cast<uint32_t>(byte)) & 255];
    }
    return ~crc;
}
