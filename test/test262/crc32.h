// zlib's CRC-32, eight bytes at a time: linear memory has megabytes, and there are 100,000 cases.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>

uint32_t Crc32(std::span<const std::byte> bytes);
