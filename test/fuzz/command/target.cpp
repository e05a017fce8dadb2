// The output of the shells around a command: the reports from which run() learns how it ended, and unrelated output.
#include "engine/system.h"
#include "fuzzed_plugin.h"
#include "printed.h"
#include "text/utf.h"

namespace {

constexpr auto kScript = R"(
const modes = ["separate", "merge", "ignore"];
function outcome(session) {
  try {
    const result = run(session, "/bin/x", { stderr: modes[session.sessionId], check: false });
    return [`exit code ${result.exitCode}`, hex(result.stdout), hex(result.stderr)];
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return ["no result"];
  }
}
export default definePlugin({
  permissions: "all",
  onVmStarted(session) {
    ExecuteBinary(session, "/bin/result", outcome(session));
  },
});
)";

// As run() makes it from random numbers, which come from entropy.cpp.
std::string Secret()
{
    std::array<uint8_t, 16> bytes;
    engine::FillRandom(bytes);
    std::string secret;
    for (const uint8_t byte : bytes)
    {
        secret += {"0123456789abcdef"[byte >> 4], "0123456789abcdef"[byte & 15]};
    }
    return secret;
}

class Shells
{
public:
    explicit Shells(FuzzedDataProvider& input) :
        m_separate(input.ConsumeIntegralInRange<uint32_t>(0, 2) == 0), m_exitCode(input.ConsumeIntegral<uint8_t>()),
        m_regular(input.ConsumeIntegralInRange(0, 3) != 0), m_pieces(input),
        m_stderr(input.ConsumeRandomLengthString()), m_report(input.ConsumeRandomLengthString(20)),
        m_stdout(input.ConsumeRemainingBytesAsString())
    {}

    // The mode of the command's standard error.
    uint32_t Mode() const noexcept
    {
        return m_separate ? 0 : 1 + m_exitCode % 2;
    }

    ApiAnswer Answer(const ApiCall& call)
    {
        if (call.path == "/bin/result")
        {
            Check({call.arguments.begin() + 1, call.arguments.end()});
            m_reported = true;
            return {S_OK, FakeWindows::Get().Connect({.ended = true})};
        }
        // The shell for standard error has no arguments except its script.
        const bool forErrors = call.arguments.size() == 4;
        const std::string printed = forErrors ? "123\n" + m_stderr + Reported("") : m_stdout + Reported(Report());
        return {S_OK, FakeWindows::Get().Connect({.incoming = m_pieces.Of(printed), .ended = true})};
    }

    bool HasReported() const noexcept
    {
        return m_reported;
    }

private:
    std::string Report() const
    {
        return m_regular ? std::to_string(m_exitCode) : m_report;
    }

    static std::string Reported(const std::string& report)
    {
        return Secret() + " " + report + "\n";
    }

    void Check(const std::vector<std::string>& reported) const
    {
        const auto known = [](const std::string& text) { return text.find(Secret()) != text.npos; };
        if (m_regular && !known(m_stdout) && !known(m_stderr))
        {
            const std::u16string errors = m_separate ? text::Utf8ToUtf16(m_stderr) : u"";
            const std::vector<std::string> expected{
                "exit code " + std::to_string(m_exitCode), Hexadecimal<char>(m_stdout), Hexadecimal<char16_t>(errors)};
            Require(reported == expected, "the command's result is what its shells have reported");
        }
    }

    bool m_separate;
    uint8_t m_exitCode;
    bool m_regular;
    Pieces m_pieces;
    std::string m_stderr;
    std::string m_report;
    std::string m_stdout;
    bool m_reported = false;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    FuzzedDataProvider input(data, size);
    Shells shells(input);
    FuzzedPlugin plugin(std::string(kHexFunction) + kScript, "{}", {2, 4, 4});
    plugin.Wsl().input.session = shells.Mode();
    plugin.Wsl().onCall = [&](const ApiCall& call) { return shells.Answer(call); };
    Require(plugin.Load() == S_OK, "the script is loaded");
    Require(
        plugin.Call(HookId::OnVMStarted) == S_OK && shells.HasReported(),
        "run has a result, or fails as a command does");
    return 0;
}
