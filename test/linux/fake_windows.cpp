#include "fake_windows.h"
#include "generated/hresults.h"
#include "text/utf.h"
#include "win32/account.h"
#include "win32/append_file.h"
#include "win32/debug_output.h"
#include "win32/event_log.h"
#include "win32/fail_fast.h"
#include "win32/file.h"
#include "win32/module.h"
#include "win32/own_identity.h"
#include "win32/registry_watch.h"
#include "win32/sha256.h"
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <mutex>

static_assert(E_FAIL == hresults::kEFail);
static_assert(E_INVALIDARG == hresults::kEInvalidarg);
static_assert(E_OUTOFMEMORY == hresults::kEOutofmemory);
static_assert(E_UNEXPECTED == hresults::kEUnexpected);

namespace {

thread_local DWORD t_lastError = 0;

// Guards the files and the members below.
std::mutex g_fileLock;
// The files that are open, by handle.
std::map<HANDLE, std::u16string> g_openFiles;
// The registry as it was when each watch was made.
std::map<HKEY, FakeRegistry> g_watched;

} // namespace

void Misuse(const std::string& what)
{
    std::fprintf(stderr, "misuse of Windows or WSL: %s\n", what.c_str());
    std::abort();
}

// The files below belong to Ada.
constexpr std::u16string_view kUsers = u"C:\\Users\\";

FakeWindows& FakeWindows::Get()
{
    // Never destroyed, as the plugin, which closes its handles, is not either.
    static auto& windows = *new FakeWindows();
    return windows;
}

HANDLE NextHandle()
{
    static uintptr_t s_next = 2;
    return reinterpret_cast<HANDLE>(s_next += 4);
}

DWORD GetLastError() noexcept
{
    return t_lastError;
}

void SetLastError(DWORD error) noexcept
{
    t_lastError = error;
}

BOOL CloseHandle(HANDLE handle) noexcept
{
    const std::lock_guard lock(g_fileLock);
    if (g_openFiles.erase(handle) == 0 && !CloseIoHandle(handle))
    {
        Misuse("CloseHandle of what is no open handle");
    }
    return 1;
}

DWORD RegCloseKey(HKEY key) noexcept
{
    const std::lock_guard lock(g_fileLock);
    if (g_watched.erase(key) == 0)
    {
        Misuse("RegCloseKey of what is no open key");
    }
    return 0;
}

void* LocalFree(void*) noexcept
{
    Misuse("LocalFree of what LocalAlloc has not given");
}

namespace win32 {

// No thread impersonates a user in this fake.
OwnIdentity::OwnIdentity() noexcept = default;
OwnIdentity::~OwnIdentity() = default;

FileContent ReadTrustedFile(const std::u16string& path, uint64_t maximum, const TrustRules& rules)
{
    const std::lock_guard lock(g_fileLock);
    const auto& windows = FakeWindows::Get();
    const auto found = windows.files.find(path);
    FileContent content;
    content.source.path = path;
    if (path.starts_with(kUsers))
    {
        const std::u16string folder = path.substr(0, path.find_last_of(u'\\') + 1);
        const auto first = windows.files.lower_bound(folder);
        if (first == windows.files.end() || !first->first.starts_with(folder))
        {
            content.result = HRESULT_FROM_WIN32(ERROR_PATH_NOT_FOUND);
            return content;
        }
        if (std::ranges::find(rules.accounts, FakeWindows::kAda) == rules.accounts.end())
        {
            content.result = kNotTrusted;
            content.source.refusal = text::Utf16ToUtf8(path) + " is a user's";
            return content;
        }
    }
    if (windows.forbiddenFiles.contains(path))
    {
        content.result = hresults::kEAccessdenied;
        return content;
    }
    if (found == windows.files.end())
    {
        content.result = hresults::kErrorFileNotFound;
        return content;
    }
    content.size = found->second.size();
    content.result = content.size > maximum ? hresults::kErrorFileTooLarge : S_OK;
    content.bytes = content.size > maximum ? std::string() : found->second;
    return content;
}

FileContent
ReadTrustedFileBeside(const FileContent& other, const std::u16string& name, uint64_t maximum, const TrustRules& rules)
{
    const std::u16string& path = other.source.path;
    return ReadTrustedFile(path.substr(0, path.find_last_of(u'\\') + 1) + name, maximum, rules);
}

// Files below C:\Users belong to a user; all others are trusted, and have one name.
TrustedFile OpenTrustedFolder(const std::u16string& path, const TrustRules&)
{
    TrustedFile folder;
    folder.path = path;
    if (path.starts_with(kUsers) || path.starts_with(u"\\\\"))
    {
        folder.result = kNotTrusted;
        folder.refusal = text::Utf16ToUtf8(path) + " is a user's";
    }
    return folder;
}

TrustedFile OpenFolder(const std::u16string& path)
{
    TrustedFile folder;
    folder.path = path;
    return folder;
}

std::u16string FullFolderPath(const std::u16string& path)
{
    return path;
}

FileStamp StampOf(const std::u16string& path) noexcept
{
    const std::lock_guard lock(g_fileLock);
    const auto& windows = FakeWindows::Get();
    const auto found = windows.files.find(path);
    return found == windows.files.end() ? FileStamp{} : FileStamp{found->second.size(), windows.filesWritten, 0};
}

std::u16string ExpandEnvironment(const std::u16string& path)
{
    constexpr std::u16string_view kVariable = u"%ProgramData%";
    return path.starts_with(kVariable) ? u"C:\\ProgramData" + path.substr(kVariable.size()) : path;
}

HRESULT AppendFile::Open(const std::u16string& path)
{
    auto& windows = FakeWindows::Get();
    m_file = {};
    if (windows.onOpen)
    {
        windows.onOpen();
    }
    const std::lock_guard lock(g_fileLock);
    windows.attempts++;
    if (windows.forbiddenFiles.contains(path))
    {
        return hresults::kEAccessdenied;
    }
    m_file = UniqueFile(NextHandle());
    g_openFiles[m_file.Get()] = path;
    m_size = windows.files[path].size();
    return S_OK;
}

HRESULT AppendFile::Write(std::string_view bytes)
{
    if (FakeWindows::Get().onWrite)
    {
        FakeWindows::Get().onWrite();
    }
    const std::lock_guard lock(g_fileLock);
    auto& windows = FakeWindows::Get();
    const auto& path = g_openFiles.at(m_file.Get());
    if (windows.forbiddenFiles.contains(path))
    {
        return hresults::kErrorDiskFull;
    }
    windows.files[path] += bytes;
    m_size += bytes.size();
    return S_OK;
}

HRESULT AppendFile::Rotate()
{
    const std::lock_guard lock(g_fileLock);
    auto& windows = FakeWindows::Get();
    windows.attempts++;
    const std::u16string path = g_openFiles.at(m_file.Get());
    if (windows.forbiddenFiles.contains(path + u".1"))
    {
        return hresults::kEAccessdenied;
    }
    windows.files[path + u".1"] = std::exchange(windows.files[path], {});
    m_size = 0;
    return S_OK;
}

std::u16string ThisModulePath()
{
    return FakeWindows::Get().modulePath;
}

void FailFastOnTerminate(void (*)(const char*) noexcept) noexcept
{
    // Sanitizers and fuzzers report the failure better.
}

HRESULT PinThisModule() noexcept
{
    return S_OK;
}

void DebugOutput(std::string_view text) noexcept
{
    const std::lock_guard lock(g_fileLock);
    if (!text.empty())
    {
        FakeWindows::Get().debugOutput = text;
    }
}

void ReportEventLater(events::Event event, std::initializer_list<std::string_view> parts) noexcept
{
    const std::lock_guard lock(g_fileLock);
    auto& log = FakeWindows::Get().eventLog;
    log += std::to_string(events::kEvents[static_cast<size_t>(event)].identifier & 0xFFFF) + ":";
    for (const std::string_view part : parts)
    {
        log += " " + std::string(part);
    }
    log += "\n";
}

HRESULT ReadRegistryKey(const std::u16string& path, std::vector<RegistryValue>& values)
{
    const std::lock_guard lock(g_fileLock);
    const auto& registry = FakeWindows::Get().registry;
    FakeWindows::Get().registryReads++;
    if (const auto found = registry.find(path); found != registry.end())
    {
        values = found->second;
    }
    return S_OK;
}

RegistryWatch::RegistryWatch(const std::u16string&) noexcept
{
    const std::lock_guard lock(g_fileLock);
    const auto& windows = FakeWindows::Get();
    if (windows.watchesRegistry)
    {
        m_key = UniqueKey(NextHandle());
        g_watched[m_key.Get()] = windows.registry;
    }
}

bool RegistryWatch::MayHaveChanged() const noexcept
{
    const std::lock_guard lock(g_fileLock);
    return !m_key || g_watched.at(m_key.Get()) != FakeWindows::Get().registry;
}

// With as many digits as the real one.
std::string Sha256(std::string_view bytes)
{
    char text[65];
    std::snprintf(text, sizeof(text), "%064zx", std::hash<std::string_view>()(bytes));
    return text;
}

bool IsAppControlEnforced()
{
    return FakeWindows::Get().appControl == AppControl::Refused;
}

AppControl AskAppControl(HANDLE, const std::u16string&)
{
    return FakeWindows::Get().appControl;
}

MalwareScan ScanForMalware(const std::u16string&, std::u16string, std::chrono::milliseconds)
{
    return FakeWindows::Get().scan;
}

// In this fake, a SID is its own text.
std::u16string SidToText(PSID sid)
{
    return sid == nullptr ? std::u16string() : static_cast<const char16_t*>(sid);
}

std::vector<std::byte> CopyOfSid(PSID sid)
{
    const std::u16string text = SidToText(sid);
    const auto bytes = std::as_bytes(std::span(text.c_str(), text.size() + 1));
    return {bytes.begin(), bytes.end()};
}

std::u16string AccountOf(const std::u16string& sidText)
{
    const auto& ask = FakeWindows::Get().askDomain;
    return sidText == u"S-1-5-18" ? u"NT AUTHORITY\\SYSTEM" : ask ? ask(sidText) : u"";
}

} // namespace win32
