// Changes scripts in ways that the parser mostly accepts: it rejects nearly all random bytes. Every seed, and every
// insertion, has one statement on each line.
#include "script/grammar.h"
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

extern "C" size_t LLVMFuzzerMutate(uint8_t* data, size_t size, size_t maximum);

namespace {

constexpr std::string_view kPlugin = R"(export default definePlugin({
  permissions: "all",
  onVmStarted(session) {
    console.log(session);
  },
  async onDistributionStarted(session, distribution) {
    console.log(session, distribution);
  },
});
)";

constexpr std::string_view kWord = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";

std::vector<std::string> LinesOf(std::string_view script)
{
    std::vector<std::string> lines;
    while (!script.empty())
    {
        const size_t size = std::min(script.find('\n'), script.size() - 1) + 1;
        lines.emplace_back(script.substr(0, size));
        script.remove_prefix(size);
    }
    return lines;
}

std::string Join(const std::vector<std::string>& lines)
{
    std::string script;
    for (const auto& line : lines)
    {
        script += line;
    }
    return script;
}

// A complete statement: it closes all that it opens.
bool IsStatement(const std::string& line)
{
    const auto count = [&](char c) { return std::ranges::count(line, c); };
    return line.ends_with(";\n") && count('(') == count(')') && count('{') == count('}') && count('[') == count(']');
}

// A statement that is valid anywhere, and twice.
bool IsMovable(const std::string& line)
{
    constexpr std::string_view kBound[] = {"export ", "const ", "let ", "#", "static ", "yield", "await ", "return "};
    return IsStatement(line) &&
        std::ranges::none_of(kBound, [&](std::string_view word) { return line.find(word) != line.npos; });
}

// Whether a statement may follow: after another one, or at the start of a body.
bool MayFollow(const std::string& line)
{
    return IsStatement(line) || line.ends_with(") {\n") || line.ends_with("=> {\n");
}

// The place of a random line with the wanted property; without one, of the last line, which closes the plugin.
template <class Predicate>
size_t PickLine(const std::vector<std::string>& lines, Random& random, Predicate&& wanted)
{
    std::vector<size_t> places;
    for (size_t i = 0; i < lines.size(); i++)
    {
        if (wanted(lines[i]))
        {
            places.push_back(i);
        }
    }
    return places.empty() ? lines.size() - 1 : places[random() % places.size()];
}

void InsertStatement(std::vector<std::string>& lines, Random& random, const std::string& statement)
{
    const auto before = static_cast<std::ptrdiff_t>(PickLine(lines, random, MayFollow));
    lines.insert(lines.begin() + before + 1, statement);
}

void RemoveStatement(std::vector<std::string>& lines, Random& random)
{
    lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(PickLine(lines, random, IsStatement)));
}

// An argument, an operand or a member's value becomes another.
void ReplaceOperand(std::string& script, Random& random)
{
    const size_t opening = script.find_first_of("(,=[:+", random() % script.size());
    const size_t start = script.find_first_not_of(' ', std::min(opening, script.size() - 1) + 1);
    const size_t end = script.find_first_not_of(kWord, std::min(start, script.size()));
    if (end != script.npos && end > start && std::string_view("),;]+").find(script[end]) != std::string_view::npos)
    {
        script.replace(start, end - start, RandomExpression(random));
    }
}

std::string Changed(std::string script, Random& random)
{
    std::vector<std::string> lines = LinesOf(script);
    switch (random() % 5)
    {
    case 0:
        ReplaceOperand(script, random);
        return script;
    case 1:
        RemoveStatement(lines, random);
        break;
    case 2:
        InsertStatement(lines, random, lines[PickLine(lines, random, IsMovable)]);
        break;
    default:
        InsertStatement(lines, random, RandomStatement(random));
    }
    return Join(lines);
}

// An insertion that does not fit is dropped.
size_t Store(const std::string& script, uint8_t* data, size_t size, size_t maximum)
{
    if (script.size() > maximum)
    {
        return size;
    }
    std::copy(script.begin(), script.end(), data);
    return script.size();
}

} // namespace

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t maximum, unsigned int seed)
{
    Random random(seed);
    if (random() % 64 == 0)
    {
        return LLVMFuzzerMutate(data, size, maximum);
    }
    const std::string script(data, data + size);
    return Store(Changed(script.empty() ? std::string(kPlugin) : script, random), data, size, maximum);
}

// Inserts a statement of one script into the other.
extern "C" size_t LLVMFuzzerCustomCrossOver(
    const uint8_t* data1,
    size_t size1,
    const uint8_t* data2,
    size_t size2,
    uint8_t* out,
    size_t maximum,
    unsigned int seed)
{
    Random random(seed);
    const std::vector<std::string> from = LinesOf({reinterpret_cast<const char*>(data2), size2});
    std::vector<std::string> lines = LinesOf({reinterpret_cast<const char*>(data1), size1});
    if (from.empty() || lines.empty())
    {
        return 0;
    }
    InsertStatement(lines, random, from[PickLine(from, random, IsMovable)]);
    return Store(Join(lines), out, 0, maximum);
}
