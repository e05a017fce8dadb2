// test262-runner SUITE PRELUDE CASES FIRST STRIDE SECONDS
//
// Runs every STRIDE-th case of the list from FIRST on, each in an engine of its own, and prints a line for each:
// number, outcome, where, what was thrown, what was printed, the engine's own words, the memory's fingerprint; with
// tabs between them. A line of the list: script or module, 1 for strict, the names of harness files with commas, the
// test's path.
#include "engine/platform.h"
#include "engine/trap.h"
#include "engine/value.h"
#include "test262/fixed_system.h"
#include "test262/machine.h"
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <sstream>
#include <vector>

namespace {

// As large as the stack of the service's threads.
constexpr size_t kStack = 1024 * 1024;

struct TestCase
{
    Machine::Source kind;
    bool strict;
    std::vector<std::string> includes;
    std::string path;
};

struct Result
{
    std::string outcome;
    std::string stage = "start";
    std::string thrown;
    std::string printed;
    std::string diagnostics;
    std::string fingerprint = "-";
};

std::string ReadFile(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    if (!file)
    {
        std::fprintf(stderr, "%s cannot be read\n", path.string().c_str());
        std::exit(2);
    }
    return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> Split(const std::string& text, char separator)
{
    std::vector<std::string> parts;
    std::istringstream stream(text);
    for (std::string part; std::getline(stream, part, separator);)
    {
        parts.push_back(part);
    }
    return parts;
}

TestCase ParseCase(const std::string& line)
{
    const auto fields = Split(line, '\t');
    return {
        fields.at(0) == "module" ? Machine::Source::Module : Machine::Source::Script,
        fields.at(1) == "1",
        Split(fields.at(2), ','),
        fields.at(3)};
}

class Runner
{
public:
    Runner(std::filesystem::path suite, const std::filesystem::path& prelude, std::chrono::seconds time) :
        m_suite(std::move(suite)), m_prelude(ReadFile(prelude)), m_time(time)
    {}

    Result Run(const TestCase& test)
    {
        const std::string source = (test.strict ? "\"use strict\";\n" : "") + ReadFile(m_suite / "test" / test.path);
        Result result;
        RestartClock();
        try
        {
            Machine machine(m_time);
            try
            {
                RunIn(machine, test, source, result);
            }
            catch (const engine::Trap& trap)
            {
                result.outcome = "trap";
                result.thrown = trap.what();
            }
            catch (const Thrown&)
            {
                // The prelude's own functions do not throw.
                result.outcome = "broken";
            }
            if (machine.TimedOut())
            {
                result.outcome = "timeout";
            }
            result.printed = machine.Printed();
            result.diagnostics = machine.Diagnostics();
        }
        catch (const std::bad_alloc&)
        {
            result.outcome = "memory";
        }
        return result;
    }

private:
    void RunIn(Machine& machine, const TestCase& test, const std::string& source, Result& result)
    {
        const uint64_t prelude = machine.Evaluate(m_prelude, "prelude.js", Machine::Source::Script);
        const uint64_t noRealm = engine::MakeRaw(engine::Tag::Int32);
        const uint64_t describe = machine.Call(prelude, {machine.Native(), noRealm});
        try
        {
            result.stage = "harness";
            for (const std::string& name : test.includes)
            {
                machine.Evaluate(Harness(name), name, Machine::Source::Script);
            }
            result.stage = "run";
            const uint64_t value = machine.Evaluate(source, test.path, test.kind);
            result.stage = "jobs";
            machine.RunJobs();
            const bool settled = test.kind == Machine::Source::Script || machine.Settled(value);
            result.outcome = settled ? "done" : "pending";
        }
        catch (const Thrown& thrown)
        {
            result.outcome = "threw";
            result.thrown = machine.Text(machine.Call(describe, {thrown.value}));
        }
        result.fingerprint = machine.Fingerprint();
    }

    const std::string& Harness(const std::string& name)
    {
        auto known = m_harness.find(name);
        if (known == m_harness.end())
        {
            known = m_harness.emplace(name, ReadFile(m_suite / "harness" / name)).first;
        }
        return known->second;
    }

    std::filesystem::path m_suite;
    std::string m_prelude;
    std::chrono::seconds m_time;
    std::map<std::string, std::string> m_harness;
};

// Without the characters that end fields and lines.
std::string Escaped(const std::string& text)
{
    std::string escaped;
    for (const char c : text)
    {
        switch (c)
        {
        case '\\':
            escaped += "\\\\";
            break;
        case '\n':
            escaped += "\\n";
            break;
        case '\r':
            escaped += "\\r";
            break;
        case '\t':
            escaped += "\\t";
            break;
        default:
            escaped += c;
        }
    }
    return escaped;
}

void Print(size_t number, const Result& result)
{
    std::cout << number << '\t' << result.outcome << '\t' << result.stage << '\t' << Escaped(result.thrown) << '\t'
              << Escaped(result.printed) << '\t' << Escaped(result.diagnostics) << '\t' << result.fingerprint << '\n'
              << std::flush;
}

} // namespace

int main(int count, char** arguments)
{
    if (count != 7)
    {
        std::fprintf(stderr, "usage: test262-runner SUITE PRELUDE CASES FIRST STRIDE SECONDS\n");
        return 2;
    }
    const size_t first = std::stoul(arguments[4]);
    const size_t stride = std::stoul(arguments[5]);
    RunOnStackOf(kStack, [&] {
        Runner runner(arguments[1], arguments[2], std::chrono::seconds(std::stoi(arguments[6])));
        std::ifstream list(arguments[3], std::ios::binary);
        std::string line;
        for (size_t number = 0; std::getline(list, line); number++)
        {
            if (number >= first && (number - first) % stride == 0)
            {
                Print(number, runner.Run(ParseCase(line)));
            }
        }
    });
    return 0;
}
