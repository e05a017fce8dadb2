#include "win32/system_library.h"

namespace win32 {

// A DLL that Windows does not have is looked for once, which takes as long as loading it. After any other failure the
// next look-up tries again.
FARPROC SystemLibrary::FindAddress(const char* function) noexcept
{
    if (m_isMissing)
    {
        return nullptr;
    }
    HMODULE module = m_module;
    if (module == nullptr)
    {
        module = LoadLibraryExW(reinterpret_cast<LPCWSTR>(m_name), nullptr, LOAD_LIBRARY_SEARCH_SYSTEM32);
        m_isMissing = module == nullptr && GetLastError() == ERROR_MOD_NOT_FOUND;
        m_module = module;
    }
    return module == nullptr ? nullptr : GetProcAddress(module, function);
}

} // namespace win32
