#include "tool/console.h"
#include "text/hresult.h"
#include <cstdio>

namespace tool {

void Print(const std::string& text)
{
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fflush(stdout);
}

void PrintError(const std::string& text)
{
    std::fwrite(text.data(), 1, text.size(), stderr);
}

bool Confirm(const std::string& question)
{
    Print(question + " [y/N] ");
    char answer[64] = {};
    const bool isAnswered = std::fgets(answer, sizeof(answer), stdin) != nullptr;
    return isAnswered && (answer[0] == 'y' || answer[0] == 'Y');
}

void Require(HRESULT result, const std::string& what)
{
    if (FAILED(result))
    {
        const std::string advice = result == E_ACCESSDENIED ? ". Run this as an administrator." : "";
        throw ToolError(what + ": " + text::HresultToText(result) + advice);
    }
}

} // namespace tool
