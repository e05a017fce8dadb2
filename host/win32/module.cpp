#include "win32/module.h"
#include "win32/last_error.h"
#include "win32/wide.h"
#include <new>

namespace win32 {

namespace {

HMODULE ThisModule(DWORD flags) noexcept
{
    HMODULE module = nullptr;
    GetModuleHandleExW(
        flags | GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS, reinterpret_cast<LPCWSTR>(&ThisModulePath), &module);
    return module;
}

} // namespace

std::u16string ThisModulePath()
{
    const HMODULE module = ThisModule(GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT);
    std::u16string path(MAX_PATH, u'\0');
    for (;;)
    {
        const DWORD length = GetModuleFileNameW(module, AsWideBuffer(path), static_cast<DWORD>(path.size()));
        // A path of length 0 would mean the current folder.
        if (length == 0)
        {
            throw std::bad_alloc();
        }
        if (length < path.size())
        {
            path.resize(length);
            return path;
        }
        path.resize(path.size() * 2);
    }
}

HRESULT PinThisModule() noexcept
{
    return ThisModule(GET_MODULE_HANDLE_EX_FLAG_PIN) != nullptr ? S_OK : LastError();
}

} // namespace win32
