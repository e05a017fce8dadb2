#include "win32/debug_output.h"
#include "win32/windows.h"

namespace win32 {

void DebugOutput(const char16_t* text) noexcept
{
    OutputDebugStringW(reinterpret_cast<LPCWSTR>(text));
}

} // namespace win32
