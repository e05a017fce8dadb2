#pragma once
#include <algorithm>
#include <iterator>
#include <span>
#include <string>
#include <vector>

// The texts in the form that WSL takes lists: pointers, valid as long as the texts, then a null pointer.
inline std::vector<const char*> NullTerminated(std::span<const std::string> texts)
{
    std::vector<const char*> pointers;
    std::ranges::transform(texts, std::back_inserter(pointers), &std::string::c_str);
    pointers.push_back(nullptr);
    return pointers;
}
