// Writes down what enters one instance of a script, and the calls that it makes, for `wsl-script-host replay`. Used by
// the thread that has the instance; never fails its caller.
#pragma once
#include "engine/engine_input.h"
#include "generated/recording.h"
#include "generated/settings.h"
#include "plugin/failure.h"
#include "plugin/log.h"
#include "plugin/recording_values.h"
#include "win32/append_file.h"
#include <cstdint>
#include <exception>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

struct RecordOptions
{
    std::u16string file; // absolute
    uint64_t maximumSize = 0;
    bool content = false;
};

// What the settings say of the recording that begins now; nothing if there is to be none. `session` may be empty.
std::optional<RecordOptions>
RecordOptionsOf(const Settings& settings, const std::u16string& plugin, std::string_view session);

class Recorder
{
public:
    explicit Recorder(SessionLog& log) noexcept : m_log(log) {}

    // Until the settings are known, rows are kept; they follow `firstRow`.
    template <class MakeRow>
    void Start(const RecordOptions& options, MakeRow&& firstRow) noexcept
    {
        Guarded([&] { Open(options, firstRow()); });
    }

    // Forgets the rows that are kept. From now on there are none.
    void Discard() noexcept;

    bool IsOn() const noexcept
    {
        return m_state != State::Off;
    }

    template <class MakeRow>
    void Add(MakeRow&& makeRow) noexcept
    {
        if (IsOn())
        {
            Guarded([&] { Write(makeRow()); });
        }
    }

    void Note(const engine::EngineInput& input) noexcept;

    // The host calls the script.
    template <class MakeRow>
    void Enter(MakeRow&& makeRow) noexcept
    {
        m_depth++;
        Add(std::forward<MakeRow>(makeRow));
    }

    // How many of these calls have not returned.
    int Depth() const noexcept
    {
        return m_depth;
    }

    // `limit`: what ended it from outside, if anything.
    void Leave(const std::optional<Failure>& failure, const std::optional<std::string_view>& limit) noexcept;

    // The script calls the host.
    template <class AddArguments>
    void Call(const char* native, AddArguments&& addArguments) noexcept
    {
        Add([&] {
            recording::Values values = NewValues();
            addArguments(values);
            return recording::CallRow(native, std::move(values).List());
        });
    }

    // Passes on what the host answers.
    template <class Result>
    Result&& Answer(Result&& result) noexcept
    {
        AddAnswer(result, false);
        return std::forward<Result>(result);
    }

    template <class Result>
    Result&& AnswerContent(Result&& result) noexcept
    {
        AddAnswer(result, true);
        return std::forward<Result>(result);
    }

    recording::Values NewValues() const noexcept
    {
        return recording::Values(m_options.content ? nullptr : &m_key);
    }

private:
    enum class State : uint32_t
    {
        Waiting, // for the settings
        On,
        Off,
    };

    template <class Action>
    void Guarded(Action&& action) noexcept
    {
        try
        {
            action();
        }
        catch (const std::exception&)
        {
            Stop("WSL's service has no memory left");
        }
    }

    template <class Result>
    void AddAnswer(const Result& result, bool isContent) noexcept
    {
        Add([&] {
            recording::Values values = NewValues();
            AddTo(values, result, isContent);
            return recording::AnswerRow(std::move(values).Only());
        });
    }

    template <class Result>
    static void AddTo(recording::Values& values, const Result& result, bool isContent)
    {
        if constexpr (std::is_convertible_v<const Result&, std::span<const uint8_t>>)
        {
            const std::span<const uint8_t> bytes(result);
            isContent ? values.AddContent(bytes) : values.Add(bytes);
        }
        else
        {
            values.Add(result);
        }
    }

    template <class... Results>
    static void AddTo(recording::Values& values, const std::variant<Results...>& result, bool isContent)
    {
        std::visit([&](const auto& value) { AddTo(values, value, isContent); }, result);
    }

    void Open(const RecordOptions& options, const std::string& firstRow);
    void Write(const std::string& row);
    void WriteToFile(std::string_view rows);
    void Stop(std::string_view why) noexcept;

    SessionLog& m_log;
    State m_state = State::Waiting;
    int m_depth = 0;
    RecordOptions m_options;
    recording::Key m_key;
    std::string m_waiting;
    win32::AppendFile m_file;
};
