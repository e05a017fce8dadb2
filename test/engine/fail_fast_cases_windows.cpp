// How the process ends after the host itself has failed. Each case starts its own program again to end that one.
#include "cases/cases.h"
#include "win32/fail_fast.h"
#include <cstdio>
#include <cstring>
#include <string>
#include <windows.h>

namespace {

constexpr auto kIsToDie = L"FAIL_FAST_CASE";
constexpr DWORD kStackBufferOverrun = 0xC0000409; // STATUS_STACK_BUFFER_OVERRUN
constexpr DWORD kFailFastException = 0xC0000602;  // STATUS_FAIL_FAST_EXCEPTION

struct Ending
{
    DWORD exitCode;
    std::string printed;
};

Ending RunAgain()
{
    SetEnvironmentVariableW(kIsToDie, L"1");
    SECURITY_ATTRIBUTES inheritable{sizeof(inheritable), nullptr, TRUE};
    HANDLE read = nullptr;
    HANDLE write = nullptr;
    Expect(CreatePipe(&read, &write, &inheritable, 0), "CreatePipe");
    STARTUPINFOW startup{};
    startup.cb = sizeof(startup);
    startup.dwFlags = STARTF_USESTDHANDLES;
    startup.hStdOutput = write;
    PROCESS_INFORMATION process{};
    Expect(
        CreateProcessW(nullptr, GetCommandLineW(), nullptr, nullptr, TRUE, 0, nullptr, nullptr, &startup, &process),
        "CreateProcess");
    CloseHandle(write);
    Ending ending{};
    char buffer[256];
    for (DWORD count = 0; ReadFile(read, buffer, sizeof(buffer), &count, nullptr) && count > 0;)
    {
        ending.printed.append(buffer, count);
    }
    WaitForSingleObject(process.hProcess, INFINITE);
    GetExitCodeProcess(process.hProcess, &ending.exitCode);
    CloseHandle(process.hThread);
    CloseHandle(process.hProcess);
    CloseHandle(read);
    return ending;
}

// Runs `die` in a process of its own.
Ending EndingOf(void (*die)())
{
    if (GetEnvironmentVariableW(kIsToDie, nullptr, 0) > 0)
    {
        die();
        Expect(false, "it lives");
    }
    return RunAgain();
}

void ThrowThroughNoexcept(const std::function<void()>& body) noexcept
{
    body();
}

void UncaughtException()
{
    const Ending ending = EndingOf([] {
        win32::FailFastOnTerminate([](const char* what) noexcept {
            std::printf("%s", what);
            std::fflush(stdout);
        });
        ThrowThroughNoexcept([] { throw std::runtime_error("no way out"); });
    });
    ExpectEqual(ending.exitCode, kFailFastException);
    ExpectEqual(ending.printed, std::string("no way out"));
}

void Overrun()
{
    const Ending ending = EndingOf([] {
        char buffer[16];
        // Hidden from the compiler, which would reject it.
        volatile size_t size = 64;
        std::memset(buffer, 'x', size);
        asm volatile("" : : "r"(buffer) : "memory");
    });
    ExpectEqual(ending.exitCode, kStackBufferOverrun);
}

const AddCases g_cases{
    {"an exception that the host lets out of a noexcept function ends the process with a dump", UncaughtException},
    {"an overrun of a buffer on the host's stack ends the process with a dump", Overrun},
};

} // namespace
