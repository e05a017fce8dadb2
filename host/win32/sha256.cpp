#include "win32/sha256.h"
#include "text/hex.h"
#include "win32/windows.h"
#include <cstdint>
#include <bcrypt.h>

namespace win32 {

namespace {

constexpr size_t kHashSize = 32;

// Opened only once: opening takes longer than a hash.
BCRYPT_ALG_HANDLE Algorithm() noexcept
{
    static const BCRYPT_ALG_HANDLE s_algorithm = [] {
        BCRYPT_ALG_HANDLE opened = nullptr;
        BCryptOpenAlgorithmProvider(&opened, BCRYPT_SHA256_ALGORITHM, nullptr, 0);
        return opened;
    }();
    return s_algorithm;
}

bool HashInto(uint8_t (&hash)[kHashSize], std::string_view bytes) noexcept
{
    BCRYPT_HASH_HANDLE state = nullptr;
    if (Algorithm() == nullptr || BCryptCreateHash(Algorithm(), &state, nullptr, 0, nullptr, 0, 0) != 0)
    {
        return false;
    }
    auto* const data = reinterpret_cast<PUCHAR>(const_cast<char*>(bytes.data()));
    const bool isDone = BCryptHashData(state, data, static_cast<ULONG>(bytes.size()), 0) == 0 &&
        BCryptFinishHash(state, hash, sizeof(hash), 0) == 0;
    BCryptDestroyHash(state);
    return isDone;
}

} // namespace

std::string Sha256(std::string_view bytes)
{
    uint8_t hash[kHashSize];
    std::string text;
    if (HashInto(hash, bytes))
    {
        for (const uint8_t byte : hash)
        {
            text += text::Hex(byte, 2);
        }
    }
    return text;
}

} // namespace win32
