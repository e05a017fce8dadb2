// Facts that Windows knows about this machine. All of them come from the machine's registry, none from a network.
#pragma once
#include "win32/windows.h"
#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace win32 {

struct Certificate
{
    std::array<uint8_t, 20> sha1;
    std::vector<uint8_t> der;
};

// The certificates of a machine store. S_FALSE if there is no such store. More than `maximum` bytes in all:
// HRESULT_FROM_WIN32(ERROR_MORE_DATA).
HRESULT ReadCertificates(const std::u16string& store, size_t maximum, std::vector<Certificate>& certificates);

// The machine's proxy and its exceptions, as "netsh winhttp" shows them. S_FALSE if there is none.
HRESULT ReadProxy(std::u16string& proxy, std::u16string& bypass);

// "10.0.22631.4602"; without the last part if the registry has none.
std::u16string WindowsVersion();

} // namespace win32
