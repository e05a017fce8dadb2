// Times what the host does before it trusts a plugin's files, for scripts/bench/verification.ts.
//
//   verification-timer.exe SCRIPT SETTINGS    files of one folder; prints a line for each part: its name, the
//                                             nanoseconds of the fastest of many times, and those of the first
#include "engine/clock.h"
#include "text/utf.h"
#include "win32/app_control.h"
#include "win32/file.h"
#include "win32/malware_scan.h"
#include "win32/sha256.h"
#include "win32/wide.h"
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <string>

namespace {

constexpr uint64_t kMaximum = 64 * 1024 * 1024;

// Calls that can be shorter than a tick of the clock are timed so many at once.
void Time(const char* name, const std::function<void()>& work, int calls = 1)
{
    using namespace std::chrono;
    constexpr int kTimes = 50;
    const auto time = [&](int count) -> nanoseconds {
        const auto start = steady_clock::now();
        for (int i = 0; i < count; i++)
        {
            work();
        }
        return (steady_clock::now() - start) / count;
    };
    const nanoseconds first = time(1);
    auto fastest = nanoseconds::max();
    for (int i = 0; i < kTimes; i++)
    {
        fastest = std::min(fastest, time(calls));
    }
    std::printf("%s %lld %lld\n", name, static_cast<long long>(fastest.count()), static_cast<long long>(first.count()));
}

// As a host that verifies nothing would.
std::string ReadPlainly(const std::u16string& path)
{
    const win32::UniqueFile file(CreateFileW(
        win32::AsWide(path),
        GENERIC_READ,
        FILE_SHARE_READ | FILE_SHARE_DELETE,
        nullptr,
        OPEN_EXISTING,
        FILE_ATTRIBUTE_NORMAL,
        nullptr));
    LARGE_INTEGER size{};
    GetFileSizeEx(file.Get(), &size);
    std::string bytes(static_cast<size_t>(size.QuadPart), '\0');
    DWORD read = 0;
    ReadFile(file.Get(), bytes.data(), static_cast<DWORD>(bytes.size()), &read, nullptr);
    return bytes;
}

} // namespace

int main(int count, char** arguments)
{
    if (count != 3)
    {
        std::printf("verification-timer.exe SCRIPT SETTINGS\n");
        return 1;
    }
    const std::u16string script = text::Utf8ToUtf16(arguments[1]);
    const std::u16string settings = text::Utf8ToUtf16(arguments[2]);
    const std::u16string scriptName = script.substr(script.find_last_of(u'\\') + 1);
    const auto walk = [&] {
        const auto first = win32::ReadTrustedFile(settings, kMaximum);
        return win32::ReadTrustedFileBeside(first, scriptName, kMaximum);
    };
    const win32::FileContent content = walk();
    if (content.result != S_OK || content.bytes != ReadPlainly(script))
    {
        std::printf("%s cannot be read, or not be trusted\n", arguments[1]);
        return 1;
    }
    Time("read", [&] {
        ReadPlainly(settings);
        ReadPlainly(script);
    });
    Time("walk", walk);
    Time("hash", [&] {
        win32::Sha256("{}");
        win32::Sha256(content.bytes);
    });
    Time(
        "app-control", [&] { win32::AskAppControl(content.source.file.Get(), script); }, 100);
    Time("scan", [&] { win32::ScanForMalware(script, text::Utf8ToUtf16(content.bytes)); });
    return 0;
}
