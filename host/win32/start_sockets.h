#pragma once
#include "win32/windows.h"

namespace win32 {

// Makes sockets usable in this process.
HRESULT StartSockets() noexcept;

} // namespace win32
