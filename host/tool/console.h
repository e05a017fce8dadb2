// The tool's output, its questions, and its errors.
#pragma once
#include "win32/windows.h"
#include <stdexcept>
#include <string>

namespace tool {

// Ends a command with exit code 1 and this message.
class ToolError : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

// Text is UTF-8.
void Print(const std::string& text);
void PrintError(const std::string& text);

// True if the answer begins with a y. No input counts as no.
bool Confirm(const std::string& question);

// Throws a ToolError for a failure: "what: 0x80070005 (E_ACCESSDENIED)", with advice if the tool has any.
void Require(HRESULT result, const std::string& what);

} // namespace tool
