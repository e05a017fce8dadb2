#include "plugin/recorder.h"
#include "text/hresult.h"
#include "text/utf.h"
#include "win32/file.h"
#include <algorithm>
#include <atomic>

namespace {

// Until the settings are known, which takes the engine's start.
constexpr size_t kMaximumWaiting = 64 * 1024;

// Of the last row of a file that is full.
constexpr size_t kLastRow = 64;

void Replace(std::u16string& path, std::u16string_view placeholder, std::u16string_view text)
{
    for (size_t at = path.find(placeholder); at != path.npos; at = path.find(placeholder, at + text.size()))
    {
        path.replace(at, placeholder.size(), text);
    }
}

// "20261128T031500000Z-1": no two recordings of this process have the same.
std::u16string UniqueTime()
{
    static std::atomic<uint32_t> count = 0;
    std::string time = UtcNow();
    std::erase_if(time, [](char c) { return c == '-' || c == ':' || c == '.'; });
    return text::Utf8ToUtf16(time + "-" + std::to_string(++count));
}

} // namespace

std::optional<RecordOptions>
RecordOptionsOf(const Settings& settings, const std::u16string& plugin, std::string_view session)
{
    if (!settings.record.isOn)
    {
        return std::nullopt;
    }
    std::u16string path = settings.record.file;
    if (path.find(u"<time>") == path.npos)
    {
        const size_t name = path.find_last_of(u"\\/") + 1;
        const size_t ending = path.find_last_of(u'.');
        path.insert(ending == path.npos || ending < name ? path.size() : ending, u"-<session>-<time>");
    }
    std::u16string of = session.empty() ? u"first" : text::Utf8ToUtf16(session);
    std::replace(of.begin(), of.end(), u':', u'-');
    Replace(path, u"<name>", plugin);
    Replace(path, u"<session>", of);
    Replace(path, u"<time>", UniqueTime());
    return RecordOptions{win32::ExpandEnvironment(path), settings.record.maximumSize, settings.record.content};
}

void Recorder::Discard() noexcept
{
    m_state = State::Off;
    m_waiting = {};
}

void Recorder::Note(const engine::EngineInput& input) noexcept
{
    struct Row
    {
        std::string operator()(const engine::ClockInput& clock) const
        {
            return recording::ClockRow(clock.isWall ? "wall" : "steady", std::to_string(clock.nanoseconds));
        }
        std::string operator()(const engine::RandomInput& random) const
        {
            return recording::RandomRow(recording::TextOfBytes(random.bytes));
        }
        std::string operator()(const engine::ZoneInput& zone) const
        {
            return recording::ZoneRow(zone.at, zone.secondsEast);
        }
    };
    Add([&] { return std::visit(Row(), input); });
}

void Recorder::Leave(const std::optional<Failure>& failure, const std::optional<std::string_view>& limit) noexcept
{
    m_depth--;
    Add([&] {
        const std::string_view message = failure ? std::string_view(failure->message) : std::string_view();
        return recording::LeaveRow(failure ? HRESULT{failure->hresult} : S_OK, message, limit);
    });
}

void Recorder::Open(const RecordOptions& options, const std::string& firstRow)
{
    m_options = options;
    const std::string rows = firstRow + std::exchange(m_waiting, {});
    m_state = State::On;
    if (!m_key.Make())
    {
        Stop("the system has no random numbers");
        return;
    }
    if (const HRESULT result = m_file.Open(options.file); FAILED(result))
    {
        const std::string& refusal = m_file.Refusal();
        Stop("it cannot be opened: " + text::HresultToText(result) + (refusal.empty() ? "" : ": " + refusal));
        return;
    }
    Write(rows);
}

void Recorder::Write(const std::string& row)
{
    if (m_state == State::Waiting)
    {
        m_waiting += row;
        if (m_waiting.size() > kMaximumWaiting)
        {
            Discard();
        }
        return;
    }
    if (m_file.Size() + row.size() + kLastRow > m_options.maximumSize)
    {
        WriteToFile(recording::FullRow(static_cast<int64_t>(m_options.maximumSize)));
        Stop("it has reached its maximum size");
        return;
    }
    WriteToFile(row);
}

// Each row at once: whatever ends the process, the file has all before.
void Recorder::WriteToFile(std::string_view rows)
{
    if (const HRESULT result = m_file.Write(rows); FAILED(result))
    {
        Stop("it cannot be written: " + text::HresultToText(result));
    }
}

void Recorder::Stop(std::string_view why) noexcept
try
{
    if (std::exchange(m_state, State::Off) != State::Off)
    {
        const std::string file = text::Utf16ToUtf8(m_options.file);
        m_log.Write(LogLevel::Warn, "record", "the recording " + file + " ends: " + std::string(why));
    }
    m_file.Close();
}
catch (const std::exception&)
{
    // Without memory there is nothing to say it with.
}
