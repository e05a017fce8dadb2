// The few types, constants and functions of Windows that the host uses above host/win32, as far as their meaning there
// goes. What host/win32 does with Windows is done by fake_windows.cpp.
#pragma once
#include <cstddef>
#include <cstdint>

using BOOL = int;
using DWORD = uint32_t;
using HANDLE = void*;
using HRESULT = int32_t;
using LPCSTR = const char*;
using LPCWSTR = const char16_t*;
using LPWSTR = char16_t*;
using PSID = void*;
using SOCKET = uintptr_t;

struct GUID
{
    uint32_t Data1;
    uint16_t Data2;
    uint16_t Data3;
    uint8_t Data4[8];
};

constexpr HRESULT S_OK = 0;
constexpr HRESULT E_FAIL = static_cast<HRESULT>(0x80004005);
constexpr HRESULT E_INVALIDARG = static_cast<HRESULT>(0x80070057);
constexpr HRESULT E_OUTOFMEMORY = static_cast<HRESULT>(0x8007000E);
constexpr HRESULT E_UNEXPECTED = static_cast<HRESULT>(0x8000FFFF);

constexpr bool FAILED(HRESULT result) noexcept
{
    return result < 0;
}

constexpr SOCKET INVALID_SOCKET = ~SOCKET{0};
const HANDLE INVALID_HANDLE_VALUE = reinterpret_cast<HANDLE>(~uintptr_t{0});

DWORD GetLastError() noexcept;
void SetLastError(DWORD error) noexcept;
BOOL CloseHandle(HANDLE handle) noexcept;
int closesocket(SOCKET socket) noexcept;
void* LocalFree(void* memory) noexcept;
