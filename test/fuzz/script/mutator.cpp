// Changes scripts in ways that the parser mostly takes: few bytes at random get past it.
#include "script/grammar.h"
#include <algorithm>
#include <cctype>
#include <cstddef>
#include <cstdint>
#include <string>

extern "C" size_t LLVMFuzzerMutate(uint8_t* data, size_t size, size_t maximum);

namespace {

constexpr auto kPlugin = "export default definePlugin({\n  onVmStarted(session) {\n  },\n"
                         "  onDistributionStarted(session, distribution) {\n  },\n});\n";

size_t Place(const std::string& script, Random& random)
{
    return random() % (script.size() + 1);
}

bool IsWord(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

// Where a statement may begin.
size_t AfterStatement(const std::string& script, size_t from)
{
    return std::min(script.find_first_of(";{}", from), script.size() - 1) + 1;
}

void ReplaceWord(std::string& script, Random& random)
{
    const auto start = std::find_if(
        script.begin() + static_cast<std::ptrdiff_t>(Place(script, random)), script.end(), IsWord);
    const auto end = std::find_if_not(start, script.end(), IsWord);
    script.replace(start, end, RandomExpression(random));
}

void InsertStatement(std::string& script, Random& random)
{
    script.insert(AfterStatement(script, Place(script, random)), "\n" + RandomStatement(random));
}

void RemoveStatement(std::string& script, Random& random)
{
    const size_t start = AfterStatement(script, Place(script, random));
    script.erase(start, AfterStatement(script, start) - start);
}

void CopyStatement(std::string& script, Random& random)
{
    const size_t start = AfterStatement(script, Place(script, random));
    const std::string copy = script.substr(start, AfterStatement(script, start) - start);
    script.insert(AfterStatement(script, Place(script, random)), copy);
}

} // namespace

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t maximum, unsigned int seed)
{
    Random random(seed);
    const auto choice = random() % 8;
    if (choice == 0)
    {
        return LLVMFuzzerMutate(data, size, maximum);
    }
    std::string script(data, data + size);
    if (script.empty())
    {
        script = kPlugin;
    }
    constexpr void (*kChanges[])(std::string&, Random&) = {
        ReplaceWord, ReplaceWord, InsertStatement, InsertStatement, InsertStatement, RemoveStatement, CopyStatement};
    kChanges[choice - 1](script, random);
    script.resize(std::min(script.size(), maximum));
    std::copy(script.begin(), script.end(), data);
    return script.size();
}
