// The engine's own tests: named cases, each run in a process of its own by test/e2e/engine.test.ts.
#pragma once
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

struct Case
{
    const char* name;
    std::function<void()> run;
};

// Each file of cases adds its own.
std::vector<Case>& Cases();

struct AddCases
{
    explicit AddCases(std::initializer_list<Case> cases)
    {
        Cases().insert(Cases().end(), cases);
    }
};

inline void Expect(bool condition, const std::string& otherwise)
{
    if (!condition)
    {
        throw std::runtime_error(otherwise);
    }
}

template <class A, class B>
void ExpectEqual(const A& actual, const B& expected)
{
    if constexpr (requires { std::string(actual); })
    {
        Expect(actual == expected, "got \"" + std::string(actual) + "\", expected \"" + std::string(expected) + "\"");
    }
    else
    {
        Expect(actual == expected, "got " + std::to_string(actual) + ", expected " + std::to_string(expected));
    }
}
