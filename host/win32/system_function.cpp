#include "win32/system_function.h"

namespace win32 {

FARPROC FindSystemFunction(const char16_t* dll, const char* name) noexcept
{
    const HMODULE module = LoadLibraryExW(reinterpret_cast<LPCWSTR>(dll), nullptr, LOAD_LIBRARY_SEARCH_SYSTEM32);
    return module == nullptr ? nullptr : GetProcAddress(module, name);
}

} // namespace win32
