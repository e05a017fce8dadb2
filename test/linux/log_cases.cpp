// The log's lines, and their fate when its file cannot be written.
#include "cases/cases.h"
#include "fake_windows.h"
#include "json_line.h"
#include "plugin/log.h"
#include <algorithm>
#include <semaphore>
#include <thread>

namespace {

constexpr auto kFile = u"C:\\Logs\\hello.log";
constexpr auto kOld = u"C:\\Logs\\hello.log.1";

std::string& Text(const char16_t* file)
{
    return FakeWindows::Get().files[file];
}

auto CountLines(const std::string& text)
{
    return std::ranges::count(text, '\n');
}

void ExpectLines(const std::string& text)
{
    const auto problem = ProblemOfLog(text);
    Expect(!problem, std::string(problem.value_or("")) + " in " + text);
}

void AnyText()
{
    Log log("hello \"\\\n");
    log.Open({kFile, 1 << 20, LogLevel::Debug});
    std::string all;
    for (int c = 0; c < 0x80; c++)
    {
        all += static_cast<char>(c);
    }
    log.Write(LogLevel::Debug, {}, "console", all, {{"empty", ""}, {"stack", "\u2028\U0001F600"}});
    SessionLog(log).WriteFailure("hook", {}, {E_FAIL, std::string(1, '\0'), {}, "\r\n"});
    ExpectEqual(CountLines(Text(kFile)), 2);
    ExpectLines(Text(kFile));
    ExpectEqual(Text(kFile).find("\"empty\""), std::string::npos);
}

void Levels()
{
    Log log("hello");
    log.Open({kFile, 1 << 20, LogLevel::Warn});
    for (const auto level : {LogLevel::Debug, LogLevel::Info, LogLevel::Warn, LogLevel::Error})
    {
        log.Write(level, {}, "console", "x");
    }
    ExpectEqual(CountLines(Text(kFile)), 2);
}

void EarlyLines()
{
    Log log("hello");
    log.Write(LogLevel::Info, {}, "load", "early");
    for (int i = 0; i < 100; i++)
    {
        log.Write(LogLevel::Info, {}, "load", std::string(100000, 'x'));
    }
    log.Open({kFile, 1 << 30, LogLevel::Info});
    ExpectLines(Text(kFile));
    Expect(Text(kFile).find("early") != std::string::npos, "the first line is lost");
    Expect(Text(kFile).size() <= 1024 * 1024, "the script filled the host's memory");
}

void Rotation()
{
    Log log("hello");
    log.Open({kFile, 1000, LogLevel::Info});
    for (int i = 0; i < 100; i++)
    {
        log.Write(LogLevel::Info, {}, "console", "line " + std::to_string(i));
        Expect(Text(kFile).size() <= 1000 && Text(kOld).size() <= 1000, "the log grew past its size");
        ExpectLines(Text(kFile));
        ExpectLines(Text(kOld));
    }
    Expect(Text(kFile).find("line 99") != std::string::npos, "the last line is lost");
    log.Write(LogLevel::Info, {}, "console", std::string(5000, 'x'));
    ExpectEqual(CountLines(Text(kFile)), 1);
    ExpectLines(Text(kFile));
}

void FileTrouble()
{
    auto& forbidden = FakeWindows::Get().forbiddenFiles;
    Log log("hello");
    forbidden.insert(kFile);
    log.Open({kFile, 1000, LogLevel::Info, std::chrono::milliseconds(0)});
    const std::string trouble = FakeWindows::Get().debugOutput;
    Expect(
        trouble.find("cannot open the log C:\\Logs\\hello.log: 0x80070005") != trouble.npos,
        "the failure is not reported");
    log.Write(LogLevel::Info, {}, "console", "lost");
    forbidden.clear();
    log.Write(LogLevel::Info, {}, "console", "written");
    ExpectEqual(CountLines(Text(kFile)), 2);
    Expect(
        Text(kFile).find("lines before this one could not be written") < Text(kFile).find("written"),
        "lost lines are not reported");
    // It cannot be renamed: a log that is too large is better than none, up to a bound.
    forbidden.insert(kOld);
    for (int i = 0; i < 100; i++)
    {
        log.Write(LogLevel::Info, {}, "console", "line " + std::to_string(i));
    }
    Expect(Text(kFile).size() > 1500 && Text(kFile).size() <= 2000, "it does not end at twice its size");
    Expect(FakeWindows::Get().eventLog.find("cannot open the log") != std::string::npos, "administrators get no event");
}

// Each attempt at a dead drive takes long.
void NoAttemptAtEachLine()
{
    auto& windows = FakeWindows::Get();
    Log log("hello");
    windows.forbiddenFiles = {kFile, kOld};
    log.Open({kFile, 1000, LogLevel::Info});
    for (int i = 0; i < 100; i++)
    {
        log.Write(LogLevel::Info, {}, "console", "line " + std::to_string(i));
    }
    ExpectEqual(windows.attempts, 1);

    windows.forbiddenFiles = {kOld};
    log.Open({u"C:\\Logs\\other.log", 1000, LogLevel::Info});
    log.Open({kFile, 1000, LogLevel::Info});
    const int opened = windows.attempts;
    for (int i = 0; i < 100; i++)
    {
        log.Write(LogLevel::Info, {}, "console", "line " + std::to_string(i));
    }
    ExpectEqual(windows.attempts, opened + 1);
}

// A drive that does not answer blocks one thread, not all of those that log.
void OthersDoNotWaitForTheFile()
{
    auto& windows = FakeWindows::Get();
    Log log("hello");
    std::binary_semaphore opening(0), go(0);
    windows.onOpen = [&] {
        opening.release();
        go.acquire();
    };
    std::thread opener([&] { log.Open({kFile, 1 << 20, LogLevel::Info}); });
    opening.acquire();
    for (int i = 0; i < 100; i++)
    {
        log.Write(LogLevel::Info, {}, "console", "meanwhile");
    }
    go.release();
    opener.join();
    ExpectEqual(CountLines(Text(kFile)), 100);
    ExpectLines(Text(kFile));
}

// Another thread's line, whose write waits until it is released.
class HeldWrite
{
public:
    explicit HeldWrite(Log& log)
    {
        FakeWindows::Get().onWrite = [this] {
            m_writing.release();
            m_go.acquire();
        };
        m_writer = std::thread([&log] { log.Write(LogLevel::Info, {}, "console", "first"); });
        m_writing.acquire();
    }

    // Allows this many writes, and waits for the first.
    void Release(int writes)
    {
        m_go.release(writes);
        m_writer.join();
    }

private:
    std::counting_semaphore<> m_writing{0}, m_go{0};
    std::thread m_writer;
};

void OthersDoNotWaitForAWrite()
{
    Log log("hello");
    log.Open({kFile, 1 << 20, LogLevel::Info});
    HeldWrite first(log);
    for (int i = 0; i < 100; i++)
    {
        log.Write(LogLevel::Info, {}, "console", "meanwhile");
    }
    // The line, and all others at once.
    first.Release(2);
    ExpectEqual(CountLines(Text(kFile)), 101);
    ExpectLines(Text(kFile));
}

// The last line written at the old place may end there.
void PlaceChangesWhileItIsWritten()
{
    constexpr auto kOther = u"C:\\Logs\\other.log";
    Log log("hello");
    log.Open({kFile, 1 << 20, LogLevel::Info});
    HeldWrite first(log);
    log.Open({kOther, 1 << 20, LogLevel::Info});
    log.Write(LogLevel::Info, {}, "console", "second");
    first.Release(2);
    ExpectEqual(CountLines(Text(kFile)), 1);
    ExpectEqual(CountLines(Text(kOther)), 1);
}

void Times()
{
    using namespace std::chrono_literals;
    ExpectEqual(MillisecondsText(0ns), "0.000");
    ExpectEqual(MillisecondsText(59'999ns), "0.059");
    ExpectEqual(MillisecondsText(12'034'567ns), "12.034");
    ExpectEqual(MillisecondsText(-1ns), "0.000");
}

const AddCases g_cases{
    {"any text becomes a line of JSON", AnyText},
    {"lines below the level are dropped", Levels},
    {"times are in milliseconds, to the microsecond", Times},
    {"lines from before the log is open are kept, up to a megabyte", EarlyLines},
    {"a log that has grown to its size starts anew", Rotation},
    {"a log that cannot be opened or renamed is not tried again at each line", NoAttemptAtEachLine},
    {"threads that log do not wait for one that opens the file", OthersDoNotWaitForTheFile},
    {"threads that log do not wait for one that writes to the file", OthersDoNotWaitForAWrite},
    {"lines go to the log's new place when that changes while one is written", PlaceChangesWhileItIsWritten},
    {"a log that cannot be written says so elsewhere, and goes on when it can", FileTrouble},
};

} // namespace
