// The few types, constants and functions of Windows that the host uses above host/win32, as far as their meaning there
// goes. What host/win32 does with Windows is done by fake_windows.cpp.
#pragma once
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>

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

struct SRWLOCK
{
    std::mutex mutex;
};
struct CONDITION_VARIABLE
{
    std::condition_variable_any variable;
};
#define SRWLOCK_INIT                                                                                                   \
    {}
#define CONDITION_VARIABLE_INIT                                                                                        \
    {}

void AcquireSRWLockExclusive(SRWLOCK* lock) noexcept;
void ReleaseSRWLockExclusive(SRWLOCK* lock) noexcept;
BOOL SleepConditionVariableSRW(
    CONDITION_VARIABLE* variable, SRWLOCK* lock, DWORD milliseconds, unsigned flags) noexcept;
void WakeAllConditionVariable(CONDITION_VARIABLE* variable) noexcept;
DWORD GetCurrentThreadId() noexcept;

DWORD GetLastError() noexcept;
void SetLastError(DWORD error) noexcept;
BOOL CloseHandle(HANDLE handle) noexcept;
int closesocket(SOCKET socket) noexcept;
void* LocalFree(void* memory) noexcept;
