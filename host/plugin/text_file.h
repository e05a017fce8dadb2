// Scripts and settings: small UTF-8 files.
#pragma once
#include "plugin/failure.h"
#include "win32/file.h"
#include <optional>
#include <string>

struct TextFile
{
    std::optional<std::string> text;  // without a byte order mark; nothing for a missing file
    std::string sha256{};             // of the bytes, in hexadecimal; empty if the file could not be read
    std::optional<Failure> failure{}; // why it cannot be used: it cannot be read, is too large or is not UTF-8
};

// Reads a file of at most `maximum` bytes. `name` is for messages; `wayOut` says what to do about a file that others
// can change.
TextFile ToTextFile(win32::FileContent content, const std::string& name, const std::string& wayOut, uint64_t maximum);
