// Functions that not every Windows has.
#pragma once
#include "win32/windows.h"
#include <atomic>

namespace win32 {

// A DLL in System32. Loaded when a function is first looked up, which must not happen in a DllMain; it stays loaded.
class SystemLibrary
{
public:
    explicit constexpr SystemLibrary(const char16_t* name) noexcept : m_name(name) {}

    // Null if there is no such DLL or function.
    template <class Function>
    Function* Find(const char* function) noexcept
    {
        return reinterpret_cast<Function*>(reinterpret_cast<void*>(FindAddress(function)));
    }

private:
    // Test programs link another implementation of this.
    FARPROC FindAddress(const char* function) noexcept;

    const char16_t* m_name;
    std::atomic<HMODULE> m_module = nullptr;
    std::atomic<bool> m_isMissing = false;
};

} // namespace win32
