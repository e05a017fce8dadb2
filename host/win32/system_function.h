// Functions that not every Windows has. Test programs link another implementation of this.
#pragma once
#include "win32/windows.h"

namespace win32 {

// The function of a DLL in System32, which stays loaded; null if there is no such DLL or function.
FARPROC FindSystemFunction(const char16_t* dll, const char* name) noexcept;

template <class Function>
Function* SystemFunction(const char16_t* dll, const char* name) noexcept
{
    return reinterpret_cast<Function*>(reinterpret_cast<void*>(FindSystemFunction(dll, name)));
}

} // namespace win32
