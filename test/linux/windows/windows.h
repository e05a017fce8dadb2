// The few types, constants and functions of Windows that the host uses above host/win32, with as much of their meaning
// as it needs there. fake_windows.cpp implements what host/win32 does with Windows.
#pragma once
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>

using ACCESS_MASK = uint32_t;
using BOOL = int;
using ULONG = uint32_t;
using DWORD = uint32_t;
using HANDLE = void*;
using HKEY = HANDLE;
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
constexpr HRESULT S_FALSE = 1;
constexpr HRESULT E_FAIL = static_cast<HRESULT>(0x80004005);
constexpr HRESULT E_INVALIDARG = static_cast<HRESULT>(0x80070057);
constexpr HRESULT E_OUTOFMEMORY = static_cast<HRESULT>(0x8007000E);
constexpr HRESULT E_UNEXPECTED = static_cast<HRESULT>(0x8000FFFF);

constexpr HRESULT TRUST_E_SUBJECT_NOT_TRUSTED = static_cast<HRESULT>(0x800B0004);

constexpr bool FAILED(HRESULT result) noexcept
{
    return result < 0;
}

constexpr bool SUCCEEDED(HRESULT result) noexcept
{
    return result >= 0;
}

constexpr HRESULT HRESULT_FROM_WIN32(DWORD error) noexcept
{
    return error == 0 ? S_OK : static_cast<HRESULT>(0x80070000 | error);
}

constexpr DWORD ERROR_PATH_NOT_FOUND = 3;
constexpr DWORD ERROR_HANDLE_EOF = 38;
constexpr DWORD ERROR_ACCESS_DISABLED_BY_POLICY = 1260;
constexpr DWORD REG_SZ = 1;
constexpr DWORD REG_EXPAND_SZ = 2;
constexpr DWORD REG_BINARY = 3;
constexpr DWORD REG_DWORD = 4;
constexpr DWORD REG_LINK = 6;
constexpr DWORD REG_MULTI_SZ = 7;
constexpr DWORD ERROR_NETNAME_DELETED = 64;
constexpr DWORD ERROR_INVALID_PARAMETER = 87;
constexpr DWORD ERROR_BROKEN_PIPE = 109;
constexpr DWORD ERROR_OPERATION_ABORTED = 995;
constexpr DWORD ERROR_IO_PENDING = 997;
constexpr DWORD ERROR_CONNECTION_ABORTED = 1236;
constexpr DWORD WAIT_TIMEOUT = 258;
constexpr DWORD WSAENOTSOCK = 10038;
constexpr DWORD WSAECONNABORTED = 10053;
constexpr DWORD WSAECONNRESET = 10054;
constexpr DWORD WSAESHUTDOWN = 10058;

constexpr BOOL FALSE = 0;
constexpr BOOL TRUE = 1;

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
DWORD RegCloseKey(HKEY key) noexcept;
int closesocket(SOCKET socket) noexcept;
void* LocalFree(void* memory) noexcept;

// Overlapped I/O: fake_io.cpp.
struct OVERLAPPED
{
    uintptr_t Internal;
    uintptr_t InternalHigh;
};
struct OVERLAPPED_ENTRY
{
    uintptr_t lpCompletionKey;
    OVERLAPPED* lpOverlapped;
    uintptr_t Internal;
    DWORD dwNumberOfBytesTransferred;
};
struct WSABUF
{
    ULONG len;
    char* buf;
};
constexpr uint8_t FILE_SKIP_COMPLETION_PORT_ON_SUCCESS = 1;
constexpr int SOL_SOCKET = 0xffff;
constexpr int SO_TYPE = 0x1008;
constexpr int SD_SEND = 1;

void Sleep(DWORD milliseconds) noexcept;
HANDLE CreateIoCompletionPort(HANDLE handle, HANDLE port, uintptr_t key, DWORD threads) noexcept;
BOOL SetFileCompletionNotificationModes(HANDLE handle, uint8_t flags) noexcept;
BOOL GetQueuedCompletionStatusEx(
    HANDLE port, OVERLAPPED_ENTRY* entries, ULONG size, ULONG* count, DWORD milliseconds, BOOL alertable) noexcept;
constexpr DWORD WAIT_OBJECT_0 = 0;
constexpr DWORD INFINITE = ~DWORD{0};
constexpr ULONG WT_EXECUTEINWAITTHREAD = 4;
constexpr ULONG WT_EXECUTEONLYONCE = 8;
#define CALLBACK
using BOOLEAN = uint8_t;

DWORD WaitForSingleObject(HANDLE event, DWORD milliseconds) noexcept;
BOOL RegisterWaitForSingleObject(
    HANDLE* wait,
    HANDLE event,
    void (*callback)(void* context, BOOLEAN timedOut) noexcept,
    void* context,
    ULONG milliseconds,
    ULONG flags) noexcept;
BOOL UnregisterWaitEx(HANDLE wait, HANDLE completion) noexcept;
BOOL PostQueuedCompletionStatus(HANDLE port, DWORD count, uintptr_t key, OVERLAPPED* overlapped) noexcept;
BOOL CancelIoEx(HANDLE handle, OVERLAPPED* overlapped) noexcept;
BOOL ReadFile(HANDLE handle, void* room, DWORD size, DWORD* count, OVERLAPPED* overlapped) noexcept;
BOOL WriteFile(HANDLE handle, const void* bytes, DWORD size, DWORD* count, OVERLAPPED* overlapped) noexcept;
BOOL GetOverlappedResult(HANDLE handle, OVERLAPPED* overlapped, DWORD* count, BOOL wait) noexcept;
int WSAGetLastError() noexcept;
int WSARecv(
    SOCKET socket, WSABUF* buffers, DWORD size, DWORD* count, DWORD* flags, OVERLAPPED* overlapped, void*) noexcept;
int WSASend(
    SOCKET socket, WSABUF* buffers, DWORD size, DWORD* count, DWORD flags, OVERLAPPED* overlapped, void*) noexcept;
BOOL WSAGetOverlappedResult(SOCKET socket, OVERLAPPED* overlapped, DWORD* count, BOOL wait, DWORD* flags) noexcept;
int getsockopt(SOCKET socket, int level, int option, char* value, int* size) noexcept;
int shutdown(SOCKET socket, int how) noexcept;
