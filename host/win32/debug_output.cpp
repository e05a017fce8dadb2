#include "win32/debug_output.h"
#include "text/utf.h"
#include "win32/text.h"
#include <atomic>
#include <new>

namespace win32 {

namespace {

constexpr ULONGLONG kAskAgain = 1000; // milliseconds

// Tools that read what OutputDebugString leaves in shared memory make it. For services only administrators can; the
// events and the lock that go with it anybody can, and keep a writer waiting with them.
bool FindTool() noexcept
{
    const HANDLE buffer = OpenFileMappingW(FILE_MAP_READ, FALSE, L"DBWIN_BUFFER");
    return buffer != nullptr && CloseHandle(buffer);
}

// OutputDebugString raises an exception and takes a lock of the whole system, also where that is for nothing: as much
// work as a short hook.
bool HasReader() noexcept
{
    static std::atomic<ULONGLONG> s_askAt = 0;
    static std::atomic<bool> s_hasTool = false;
    const ULONGLONG now = GetTickCount64();
    if (now >= s_askAt)
    {
        s_askAt = now + kAskAgain;
        s_hasTool = FindTool();
    }
    return s_hasTool || IsDebuggerPresent();
}

} // namespace

void DebugOutput(std::string_view text) noexcept
try
{
    if (HasReader())
    {
        OutputDebugStringW(AsWide(text::Utf8ToUtf16(text)));
    }
}
catch (const std::bad_alloc&)
{
    // Nobody could be told.
}

} // namespace win32
