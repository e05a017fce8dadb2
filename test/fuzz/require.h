// The check of a fuzzer's property.
#pragma once
#include <cstdio>
#include <cstdlib>
#include <string>

// Ends the program, for the fuzzer to keep the input, unless the property holds.
inline void Require(bool holds, const std::string& property)
{
    if (!holds)
    {
        std::fprintf(stderr, "it does not hold that %s\n", property.c_str());
        std::abort();
    }
}
