#include "win32/start_sockets.h"

namespace win32 {

HRESULT StartSockets() noexcept
{
    WSADATA data;
    return HRESULT_FROM_WIN32(static_cast<DWORD>(WSAStartup(MAKEWORD(2, 2), &data)));
}

} // namespace win32
