// A process's output, cut into pieces anywhere: every way of reading returns the same to the script.
#include "fuzzed_plugin.h"
#include "printed.h"
#include "text/utf.h"

namespace {

// Reads in the way that the session's number selects, and passes on what it has read as hexadecimal numbers.
constexpr auto kScript = R"(
function* chunks(process, maximum) {
  for (let chunk = process.read({ maximum }); chunk !== null; chunk = process.read({ maximum })) yield chunk;
}
function decoded(process, maximum) {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let text = "";
  for (const chunk of chunks(process, maximum)) text += decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
}
async function asyncLines(process) {
  const lines = [];
  for await (const line of process.lines()) lines.push(line);
  return lines;
}
const ways = [
  (process) => [process.text()],
  async (process) => [await process.textAsync()],
  (process, maximum) => [decoded(process, maximum)],
  (process) => [new TextDecoder("utf-8", { ignoreBOM: true }).decode(process.bytes())],
  (process) => [...process.lines()],
  (process) => asyncLines(process),
];
export default definePlugin({
  permissions: "all",
  async onDistributionStarted(session, distribution) {
    const texts = await ways[session.sessionId](ExecuteBinary(session, "/bin/cat"), distribution.initPid);
    const sink = ExecuteBinary(session, "/bin/sink");
    for (const text of texts) sink.write(text);
    ExecuteBinary(session, "/bin/result", texts.map(hex));
  },
});
)";

constexpr uint32_t kWays = 6;
constexpr uint32_t kFirstWayOfLines = 4;

// As lines() has them: without the line feed, and without a carriage return before it.
std::vector<std::string> LinesOf(std::string_view output)
{
    std::vector<std::string> lines;
    while (!output.empty())
    {
        const size_t end = output.find('\n');
        std::string_view line = output.substr(0, end);
        output.remove_prefix(end == output.npos ? output.size() : end + 1);
        if (end != line.npos && line.ends_with('\r'))
        {
            line.remove_suffix(1);
        }
        lines.emplace_back(line);
    }
    return lines;
}

// What the script has read, checked when it logs it.
class Reader
{
public:
    Reader(uint32_t way, const std::string& output, Pieces pieces, size_t taken, bool isLate) :
        m_output(pieces.Of(output)), m_taken(taken), m_isLate(isLate)
    {
        for (const auto& text : way < kFirstWayOfLines ? std::vector{output} : LinesOf(output))
        {
            const std::u16string read = text::Utf8ToUtf16(text);
            m_written += text::Utf16ToUtf8(read);
            m_expected.push_back(Hexadecimal<char16_t>(read));
        }
    }

    ApiAnswer Answer(const ApiCall& call)
    {
        if (call.path == "/bin/cat")
        {
            return {S_OK, FakeWindows::Get().Connect({.incoming = m_output, .ended = true, .isLate = m_isLate})};
        }
        if (call.path == "/bin/sink")
        {
            m_sink = FakeWindows::Get().Connect({.taken = m_taken, .refusesModes = m_isLate});
            return {S_OK, m_sink};
        }
        m_logged = true;
        const auto& sent = FakeWindows::Get().sockets.at(m_sink).sent;
        Require(
            std::vector(call.arguments.begin() + 1, call.arguments.end()) == m_expected,
            "what is read is what was printed");
        Require(std::string(sent.begin(), sent.end()) == m_written, "what is written arrives");
        return {S_OK, FakeWindows::Get().Connect({.ended = true})};
    }

    bool HasLogged() const noexcept
    {
        return m_logged;
    }

private:
    std::deque<std::vector<uint8_t>> m_output;
    size_t m_taken;
    bool m_isLate;
    SOCKET m_sink = 0;
    std::string m_written;
    std::vector<std::string> m_expected;
    bool m_logged = false;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    FuzzedDataProvider input(data, size);
    FuzzedPlugin plugin(std::string(kHexFunction) + kScript, "{}", {2, 4, 4});
    const auto way = input.ConsumeIntegralInRange<uint32_t>(0, kWays - 1);
    plugin.Wsl().input.session = way;
    plugin.Wsl().input.initPid = input.ConsumeIntegralInRange<uint32_t>(1, 20);
    const auto taken = input.ConsumeIntegralInRange<size_t>(1, 20);
    const Pieces pieces(input);
    const bool isLate = input.ConsumeBool();
    Reader reader(way, input.ConsumeRemainingBytesAsString(), pieces, taken, isLate);
    plugin.Wsl().onCall = [&](const ApiCall& call) { return reader.Answer(call); };
    Require(plugin.Load() == S_OK, "the script is loaded");
    Require(plugin.Call(HookId::OnDistributionStarted) == S_OK && reader.HasLogged(), "the script reads to the end");
    return 0;
}
