#include "crash_report.h"
#include "execution_context.h"
#include "guarded_memory.h"
#include "protocol.h"
#include "service_threads.h"
#include "text/hex.h"
#include <algorithm>
#include <span>

namespace standin {

namespace {

constexpr DWORD kDebugTextA = 0x40010006; // DBG_PRINTEXCEPTION_C
constexpr DWORD kDebugTextW = 0x4001000A; // DBG_PRINTEXCEPTION_WIDE_C

bool s_readsDebugText = true;

BOOL WINAPI FindsDebugger()
{
    return s_readsDebugText ? TRUE : FALSE;
}

std::string Hex(ULONG_PTR number)
{
    return "0x" + text::Hex(number, 1);
}

void DescribeFault(Message& event, const EXCEPTION_RECORD& record)
{
    if (record.ExceptionCode != EXCEPTION_ACCESS_VIOLATION || record.NumberParameters < 2)
    {
        return;
    }
    const ULONG_PTR operation = record.ExceptionInformation[0];
    event.Add("operation", operation == 0 ? "read" : operation == 1 ? "write" : "execute");
    event.Add("target", Hex(record.ExceptionInformation[1]));
    const std::string block = DescribeGuardedAddress(record.ExceptionInformation[1]);
    if (!block.empty())
    {
        event.Add("block", block);
    }
}

std::wstring FromCodePage(const char* text, UINT codePage, DWORD flags)
{
    const int size = MultiByteToWideChar(codePage, flags, text, -1, nullptr, 0);
    std::wstring wide(static_cast<size_t>(size), L'\0');
    MultiByteToWideChar(codePage, flags, text, -1, wide.data(), size);
    return wide;
}

// The native plugin writes UTF-8. Wine passes Unicode text on in the system's code page.
std::wstring DebugText(const char* text)
{
    const std::wstring wide = FromCodePage(text, CP_UTF8, MB_ERR_INVALID_CHARS);
    return wide.empty() ? FromCodePage(text, CP_ACP, 0) : wide;
}

LONG CALLBACK ReportCrash(EXCEPTION_POINTERS* exception)
{
    const EXCEPTION_RECORD& record = *exception->ExceptionRecord;
    Message event = Event("crash");
    event.Add("code", Hex(record.ExceptionCode));
    event.Add("address", Hex(reinterpret_cast<ULONG_PTR>(record.ExceptionAddress)));
    event.Add("plugin", PluginContext::Plugin());
    event.Add("thread", ServiceThreadName());
    DescribeFault(event, record);
    Send(event);
    ExpectThreadsToEnd();
    TerminateProcess(GetCurrentProcess(), record.ExceptionCode);
    return EXCEPTION_EXECUTE_HANDLER;
}

// The parameters are the text's length, including its terminator, and its address.
LONG CALLBACK CaptureDebugText(EXCEPTION_POINTERS* exception)
{
    const EXCEPTION_RECORD& record = *exception->ExceptionRecord;
    if (!s_readsDebugText || record.NumberParameters < 2 ||
        (record.ExceptionCode != kDebugTextA && record.ExceptionCode != kDebugTextW))
    {
        return EXCEPTION_CONTINUE_SEARCH;
    }
    Message event = Event("debug");
    event.Add("plugin", PluginContext::Plugin());
    if (record.ExceptionCode == kDebugTextW)
    {
        event.Add("text", reinterpret_cast<const wchar_t*>(record.ExceptionInformation[1]));
    }
    else
    {
        event.Add("text", DebugText(reinterpret_cast<const char*>(record.ExceptionInformation[1])).c_str());
    }
    Send(event);
    return EXCEPTION_CONTINUE_EXECUTION;
}

} // namespace

void PretendDebugger(HMODULE plugin)
{
    void* const asked = reinterpret_cast<void*>(GetProcAddress(GetModuleHandleW(L"kernel32.dll"), "IsDebuggerPresent"));
    auto* const image = reinterpret_cast<uint8_t*>(plugin);
    const auto* const headers = reinterpret_cast<const IMAGE_NT_HEADERS*>(
        image + reinterpret_cast<const IMAGE_DOS_HEADER*>(image)->e_lfanew);
    const IMAGE_DATA_DIRECTORY& table = headers->OptionalHeader.DataDirectory[IMAGE_DIRECTORY_ENTRY_IAT];
    const std::span imports(reinterpret_cast<void**>(image + table.VirtualAddress), table.Size / sizeof(void*));
    DWORD protection = 0;
    if (VirtualProtect(imports.data(), imports.size_bytes(), PAGE_READWRITE, &protection))
    {
        std::ranges::replace(imports, asked, reinterpret_cast<void*>(FindsDebugger));
        VirtualProtect(imports.data(), imports.size_bytes(), protection, &protection);
    }
}

void InstallReporters()
{
    SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX);
    SetUnhandledExceptionFilter(ReportCrash);
    AddVectoredExceptionHandler(1, CaptureDebugText);
}

void IgnoreDebugText()
{
    s_readsDebugText = false;
}

} // namespace standin
