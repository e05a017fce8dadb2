// Prints the host's judgement of calls. Each line of its input is one call, in words of hexadecimal digits with a space
// between them: the declared and the granted permissions, the kind of call, its arguments. Answers a line each:
// "allowed", "malformed", or the missing permission in hexadecimal digits.
#include "plugin/linux_command.h"
#include "plugin/permissions.h"
#include <cstdio>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

namespace {

std::string FromHex(const std::string& digits)
{
    std::string bytes;
    // After a letter, so that a word may be empty.
    for (size_t i = 1; i + 1 < digits.size(); i += 2)
    {
        bytes += static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, 16));
    }
    return bytes;
}

std::string ToHex(const std::string& bytes)
{
    std::string digits;
    for (const char byte : bytes)
    {
        char text[3];
        std::snprintf(text, sizeof(text), "%02x", static_cast<unsigned char>(byte));
        digits += text;
    }
    return digits;
}

std::optional<Denial> FirstDenial(const Permissions& permissions, const std::vector<Permission>& needed)
{
    for (const Permission& each : needed)
    {
        if (auto denial = permissions.Judge(each))
        {
            return denial;
        }
    }
    return std::nullopt;
}

std::string Answer(const std::vector<std::string>& words)
{
    const Permissions permissions{PermissionSet(words.at(0)), PermissionSet(words.at(1)), "hello.js", "hello.json"};
    const std::string& call = words.at(2);
    std::optional<Denial> denial;
    if (call == "program")
    {
        denial = permissions.JudgeProgram(words.at(3), words.at(4), words.at(5));
    }
    else if (call == "command")
    {
        const auto command = MakeLinuxCommand(
            static_cast<uint32_t>(std::stoul(words.at(4))), words.at(3), words.at(5), false);
        if (!command)
        {
            return "malformed";
        }
        denial = FirstDenial(permissions, command->needed);
    }
    else if (call == "unrestricted")
    {
        const auto found = permissions.declared.Unrestricted();
        return found ? ToHex(*found) : "allowed";
    }
    else
    {
        denial = permissions.Judge({words.at(3), words.at(4), static_cast<unsigned>(std::stoul(words.at(5)))});
    }
    return denial ? ToHex(denial->Text()) : "allowed";
}

} // namespace

int main()
{
    for (std::string line; std::getline(std::cin, line);)
    {
        std::istringstream stream(line);
        std::vector<std::string> words;
        for (std::string word; stream >> word;)
        {
            words.push_back(FromHex(word));
        }
        std::cout << Answer(words) << "\n";
    }
    return 0;
}
