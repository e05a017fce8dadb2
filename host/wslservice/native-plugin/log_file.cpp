#include "plugin.h"
#include <algorithm>

namespace native {

namespace {

HANDLE OpenLog()
{
    return CreateFileW(
        FileBesideModule(L"log").c_str(),
        FILE_APPEND_DATA | SYNCHRONIZE,
        FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
        nullptr,
        OPEN_ALWAYS,
        FILE_ATTRIBUTE_NORMAL,
        nullptr);
}

} // namespace

void WriteLog(const HookCall& call, const std::string& message)
{
    static const HANDLE s_log = OpenLog();
    SYSTEMTIME now;
    GetSystemTime(&now);
    char line[512];
    const int length = std::snprintf(
        line,
        sizeof(line),
        "{\"time\":\"%04d-%02d-%02dT%02d:%02d:%02d.%03dZ\",\"hook\":\"%s\",\"message\":\"%s\"}\n",
        now.wYear,
        now.wMonth,
        now.wDay,
        now.wHour,
        now.wMinute,
        now.wSecond,
        now.wMilliseconds,
        call.name,
        message.c_str());
    DWORD written = 0;
    WriteFile(s_log, line, static_cast<DWORD>(std::min<size_t>(length, sizeof(line) - 1)), &written, nullptr);
}

} // namespace native
