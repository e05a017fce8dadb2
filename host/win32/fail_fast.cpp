#include "win32/fail_fast.h"
#include "win32/windows.h"
#include <exception>

namespace win32 {

namespace {

void (*g_report)(const char*) noexcept = nullptr;

void Report() noexcept
try
{
    if (const auto exception = std::current_exception())
    {
        std::rethrow_exception(exception);
    }
    g_report("");
}
catch (const std::exception& exception)
{
    g_report(exception.what());
}
catch (...)
{
    g_report("");
}

[[noreturn]] void OnTerminate() noexcept
{
    Report();
    // No handler in the process sees it.
    RaiseFailFastException(nullptr, nullptr, 0);
    __builtin_trap();
}

} // namespace

void FailFastOnTerminate(void (*report)(const char*) noexcept) noexcept
{
    g_report = report;
    std::set_terminate(OnTerminate);
}

} // namespace win32
