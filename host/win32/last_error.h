// The calling thread's last error as an HRESULT.
#pragma once
#include "win32/windows.h"

namespace win32 {

inline HRESULT LastError() noexcept
{
    return HRESULT_FROM_WIN32(GetLastError());
}

} // namespace win32
