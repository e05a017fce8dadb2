// App Control, AMSI and the event log's queue, with functions of Windows that Wine lacks, or that do nothing there.
#include "cases/cases.h"
#include "win32/app_control.h"
#include "win32/event_queue.h"
#include "win32/malware_scan.h"
#include "win32/sha256.h"
#include "win32/system_library.h"
#include <map>
#include <string>

namespace {

// The functions that SystemLibrary finds. Each case is a process of its own.
std::map<std::string, FARPROC>& Functions()
{
    static std::map<std::string, FARPROC> functions;
    return functions;
}

template <class Function>
void Provide(const char* name, Function* function)
{
    Functions()[name] = reinterpret_cast<FARPROC>(reinterpret_cast<void*>(function));
}

HRESULT g_result = S_OK;
int g_answer = 0;
DWORD g_state = 0;
HANDLE g_file = nullptr;
std::wstring g_path;

HRESULT WINAPI CanExecuteFile(const GUID*, int, HANDLE file, PCWSTR information, int* answer)
{
    g_file = file;
    g_path = information;
    *answer = g_answer;
    return g_result;
}

struct HostInformation
{
    DWORD revision;
    int hostId;
    PCWSTR source;
    HANDLE file;
};

HRESULT WINAPI GetLockdownPolicy(HostInformation* information, DWORD* state, DWORD)
{
    g_file = information->file;
    g_path = information->source;
    *state = g_state;
    return information->revision == 1 ? g_result : E_INVALIDARG;
}

const HANDLE kFile = reinterpret_cast<HANDLE>(0x1234);

void ExpectAppControl(win32::AppControl expected, const char* when)
{
    Expect(win32::AskAppControl(kFile, u"C:\\Plugins\\hello.js") == expected, when);
}

void NewAppControl()
{
    Provide("wldp.dll!WldpCanExecuteFile", CanExecuteFile);
    // The answer of the Windows before does not count any more.
    Provide("wldp.dll!WldpGetLockdownPolicy", GetLockdownPolicy);
    g_answer = 1;
    ExpectAppControl(win32::AppControl::Allowed, "an allowed script is refused");
    Expect(g_file == kFile, "another file is asked about");
    Expect(g_path == L"wsl-script-host: C:\\Plugins\\hello.js", "Windows' event names another path");
    g_answer = 0;
    ExpectAppControl(win32::AppControl::Refused, "a blocked script is allowed");
    g_answer = 2;
    ExpectAppControl(win32::AppControl::Refused, "a script for a sandbox is allowed");
    g_answer = 3;
    ExpectAppControl(win32::AppControl::Refused, "an unknown answer allows");
    g_answer = 1;
    g_result = E_FAIL;
    ExpectAppControl(win32::AppControl::Refused, "a failed question allows");
}

void OldAppControl()
{
    ExpectAppControl(win32::AppControl::Allowed, "Windows without wldp.dll refuses");
    Provide("wldp.dll!WldpGetLockdownPolicy", GetLockdownPolicy);
    g_result = 0x10000000;
    for (const DWORD allowed : {0x80000000u, 0u, 0x80000014u, 0x8000001Cu, 0x8000000Cu})
    {
        g_state = allowed;
        ExpectAppControl(win32::AppControl::Allowed, "no policy, or one in audit mode, refuses");
    }
    Expect(g_file == kFile && g_path == L"C:\\Plugins\\hello.js", "another file is asked about");
    for (const DWORD enforced : {0x80000004u, 0x80000005u, 0x80000007u})
    {
        g_state = enforced;
        ExpectAppControl(win32::AppControl::Refused, "an enforced policy allows");
    }
    g_state = 0;
    g_result = E_FAIL;
    ExpectAppControl(win32::AppControl::Refused, "a failed question allows");
}

int g_found = 0;
HRESULT g_initialized = S_OK;
HRESULT g_opened = S_OK;
HRESULT g_scanned = S_OK;
int g_open = 0; // contexts and sessions
DWORD g_delay = 0;
std::u16string g_text;

HRESULT WINAPI Initialize(LPCWSTR, void** context)
{
    *context = &g_found;
    g_open += SUCCEEDED(g_initialized) ? 1 : 0;
    return g_initialized;
}

void WINAPI Uninitialize(void*)
{
    g_open--;
}

HRESULT WINAPI OpenSession(void*, void** session)
{
    *session = &g_found;
    g_open += SUCCEEDED(g_opened) ? 1 : 0;
    return g_opened;
}

void WINAPI CloseSession(void*, void*)
{
    g_open--;
}

HRESULT WINAPI ScanBuffer(void*, const void* text, ULONG size, LPCWSTR path, void*, int* found)
{
    Sleep(g_delay);
    g_text.assign(static_cast<const char16_t*>(text), size / sizeof(char16_t));
    g_path = path;
    *found = g_found;
    return g_scanned;
}

void ProvideAmsi()
{
    Provide("amsi.dll!AmsiInitialize", Initialize);
    Provide("amsi.dll!AmsiUninitialize", Uninitialize);
    Provide("amsi.dll!AmsiOpenSession", OpenSession);
    Provide("amsi.dll!AmsiCloseSession", CloseSession);
    Provide("amsi.dll!AmsiScanBuffer", ScanBuffer);
}

void ExpectScan(win32::ScanResult expected, HRESULT hresult)
{
    const auto scan = win32::ScanForMalware(u"C:\\Plugins\\hello.js", u"text");
    Expect(scan.result == expected, "the scan has another result");
    ExpectEqual(scan.hresult, hresult);
    ExpectEqual(g_open, 0);
}

void Scans()
{
    ExpectScan(win32::ScanResult::NotScanned, HRESULT_FROM_WIN32(ERROR_PROC_NOT_FOUND));
    ProvideAmsi();
    for (const int clean : {0, 1, 0x3fff, 0x5000, 0x7fff})
    {
        g_found = clean;
        ExpectScan(win32::ScanResult::Clean, S_OK);
    }
    Expect(g_text == u"text" && g_path == L"C:\\Plugins\\hello.js", "something else is scanned");
    for (const int bad : {0x4000, 0x4fff, 0x8000, 0x7fffffff})
    {
        g_found = bad;
        ExpectScan(win32::ScanResult::Malware, S_OK);
    }
    g_found = 0;
    for (HRESULT* const step : {&g_initialized, &g_opened, &g_scanned})
    {
        *step = E_ACCESSDENIED;
        ExpectScan(win32::ScanResult::NotScanned, E_ACCESSDENIED);
        *step = S_OK;
    }
}

void SlowScan()
{
    ProvideAmsi();
    g_delay = INFINITE;
    for (const DWORD error : {ERROR_TIMEOUT, ERROR_TIMEOUT, ERROR_TIMEOUT, ERROR_TIMEOUT, ERROR_BUSY, ERROR_BUSY})
    {
        const auto scan = win32::ScanForMalware(u"C:\\hello.js", u"text", std::chrono::milliseconds(1));
        Expect(scan.result == win32::ScanResult::NotScanned, "a scan without end has a result");
        ExpectEqual(scan.hresult, HRESULT_FROM_WIN32(error));
    }
}

using events::Event;
const engine::Clock::time_point kStart{};

void RareEvents()
{
    win32::EventQueue queue;
    Expect(queue.Put(Event::Loaded, {"hello", "C:\\hello.js"}, kStart), "no thread is asked for");
    Expect(!queue.Put(Event::Vetoed, {"hello"}, kStart), "a second one starts to take events");
    const auto first = queue.Take();
    Expect(first && first->event == Event::Loaded && first->parts.size() == 2, "it is another event");
    Expect(first->parts[1] == "C:\\hello.js", "it has other parts");
    Expect(queue.Take()->event == Event::Vetoed, "it is another event");
    Expect(!queue.Take(), "there are more");
    Expect(queue.Put(Event::Loaded, {}, kStart), "no thread is asked for again");
    queue.Abandon();
    Expect(queue.Put(Event::Loaded, {}, kStart), "no thread is asked for where another has given up");
    Expect(queue.Take() && queue.Take() && !queue.Take(), "there are not two");
    queue.Put(Event::Refused, {std::string(1024 * 1024, 'x')}, kStart);
    ExpectEqual(queue.Take()->parts[0].size(), win32::EventQueue::kMaximumPart);
}

void ManyEvents()
{
    win32::EventQueue queue;
    for (size_t i = 0; i < win32::EventQueue::kMaximumOfKind + 5; i++)
    {
        queue.Put(Event::Vetoed, {}, kStart);
    }
    queue.Put(Event::Refused, {}, kStart);
    const auto lost = queue.Take();
    Expect(lost && lost->event == Event::EventsLost && lost->parts[0] == "5", "what is lost is not counted");
    for (size_t i = 0; i < win32::EventQueue::kMaximumOfKind; i++)
    {
        Expect(queue.Take()->event == Event::Vetoed, "too few of a kind");
    }
    Expect(queue.Take()->event == Event::Refused, "another kind is lost, too");
    Expect(!queue.Take(), "there are more");
    queue.Put(Event::Vetoed, {}, kStart + win32::EventQueue::kPeriod);
    Expect(queue.Take()->event == Event::Vetoed, "the next minute's are lost");
}

void EventsThatWait()
{
    win32::EventQueue queue;
    for (int minute = 0; minute < 20; minute++)
    {
        for (size_t i = 0; i < win32::EventQueue::kMaximumOfKind; i++)
        {
            queue.Put(Event::Vetoed, {}, kStart + minute * win32::EventQueue::kPeriod);
        }
    }
    Expect(queue.Take()->event == Event::EventsLost, "more wait than there is room for");
    size_t count = 0;
    while (queue.Take())
    {
        count++;
    }
    ExpectEqual(count, win32::EventQueue::kMaximumWaiting);
}

void Hashes()
{
    ExpectEqual(win32::Sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    ExpectEqual(win32::Sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

const AddCases g_cases{
    {"App Control allows a script only by its answer for the open file", NewAppControl},
    {"the older App Control refuses where a policy is enforced, or is not known", OldAppControl},
    {"AMSI finds malware, or says why it has not scanned", Scans},
    {"scans without end are given up, and begun no more", SlowScan},
    {"events are taken in their order, by one thread", RareEvents},
    {"events of a kind are dropped when there are too many, and counted", ManyEvents},
    {"events that wait are bounded", EventsThatWait},
    {"a SHA-256 hash is that of the standard's examples", Hashes},
};

} // namespace

namespace win32 {

FARPROC SystemLibrary::FindAddress(const char* function) noexcept
{
    std::string key;
    for (const char16_t* at = m_name; *at != u'\0'; at++)
    {
        key += static_cast<char>(*at);
    }
    const auto found = Functions().find(key + "!" + function);
    return found == Functions().end() ? nullptr : found->second;
}

} // namespace win32
