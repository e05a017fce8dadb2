#include "plugin/linux_command.h"
#include "generated/numbers.h"
#include "generated/shell_scripts.h"
#include "text/parts.h"
#include <algorithm>
#include <span>

namespace {

using Words = std::span<const std::string>;

constexpr std::string_view kModes[] = {"separate", "merge", "ignore"};
// One permission for both files in which Linux.osRelease looks.
constexpr std::string_view kOsRelease = "/etc/os-release";
constexpr std::string_view kOtherOsRelease = "/usr/lib/os-release";

bool HasOnly(std::string_view text, std::string_view letters) noexcept
{
    return text.find_first_not_of(letters) == text.npos;
}

bool IsVariable(std::string_view name) noexcept
{
    constexpr std::string_view kDigits = "0123456789";
    constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789";
    return !name.empty() && HasOnly(name, kLetters) && kDigits.find(name[0]) == kDigits.npos;
}

std::string_view VariableName(std::string_view variable) noexcept
{
    return variable.substr(0, variable.find('='));
}

bool IsAssignment(std::string_view text) noexcept
{
    return text.find('=') != text.npos && IsVariable(VariableName(text));
}

void NeedVariables(std::string_view place, Words variables, std::vector<Permission>& needed)
{
    for (const std::string& variable : variables)
    {
        const std::string_view name = VariableName(variable);
        if (!text::IsListed(permissions::kFreeVariables, name))
        {
            needed.push_back({std::string(place) + ".env", std::string(name)});
        }
    }
}

// The command itself, after the words that all kinds have.
class Maker
{
public:
    Maker(std::string_view place, Words variables, Words words) : m_place(place), m_variables(variables), m_words(words)
    {}

    bool Make(uint32_t kind)
    {
        switch (kind)
        {
        case numbers::kCommandProgram:
            return MakeProgram();
        case numbers::kCommandRead:
            return m_variables.empty() && MakeRead();
        case numbers::kCommandWrite:
            return m_variables.empty() && MakeWrite();
        case numbers::kCommandSystemd:
            return m_variables.empty() && MakeSystemd();
        default:
            return false;
        }
    }

    std::vector<std::string> command;
    std::vector<Permission> needed;

private:
    bool MakeProgram()
    {
        if (m_words.empty())
        {
            return false;
        }
        const std::string& program = m_words[0];
        const bool isName = program.find('/') == program.npos;
        const bool isRight = isName ? !program.empty() && program[0] != '-' : program[0] == '/';
        const bool hasPath = std::ranges::find(m_variables, "PATH", VariableName) != m_variables.end();
        if (!isRight || (isName && hasPath))
        {
            return false;
        }
        Need("run", program);
        NeedVariables(m_place, m_variables, needed);
        command.assign(m_words.begin(), m_words.end());
        return true;
    }

    bool MakeRead()
    {
        if (m_words.size() != 1 || !m_words[0].starts_with('/'))
        {
            return false;
        }
        Need("read", m_words[0] == kOtherOsRelease ? kOsRelease : m_words[0]);
        command = {"cat", m_words[0]};
        return true;
    }

    bool MakeWrite()
    {
        if (m_words.size() != 4 || !m_words[0].starts_with('/') || m_words[1].empty() ||
            !HasOnly(m_words[1], "0123456789abcdef") || m_words[2].empty() || !HasOnly(m_words[2], "0123456789") ||
            !HasOnly(m_words[3], "01234567"))
        {
            return false;
        }
        Need("write", m_words[0]);
        command = {
            "sh",
            "-c",
            std::string(shell_scripts::kWriteFile),
            "sh",
            m_words[0],
            m_words[0] + "." + m_words[1],
            m_words[2],
            m_words[3]};
        return true;
    }

    bool MakeSystemd()
    {
        Need("run", "systemctl");
        command = {"sh", "-c", std::string(shell_scripts::kWaitForSystemd)};
        return m_words.empty();
    }

    void Need(const char* what, std::string_view value)
    {
        needed.push_back({std::string(m_place) + "." + what, std::string(value)});
    }

    const std::string_view m_place;
    const Words m_variables;
    const Words m_words;
};

} // namespace

std::vector<std::string> SplitAtNul(std::string_view text)
{
    const std::vector<std::string_view> parts = text::Split(text, '\0');
    return {parts.begin(), parts.end()};
}

std::optional<LinuxCommand>
MakeLinuxCommand(uint32_t kind, std::string_view place, std::string_view words, bool carriesErrors)
{
    constexpr size_t kFixed = 3; // the mode, the folder, the user
    const std::vector<std::string> all = SplitAtNul(words);
    const auto end = std::ranges::find(all, "--");
    const auto first = all.begin() + kFixed;
    if (all.size() <= kFixed || end == all.end() || end < first)
    {
        return std::nullopt;
    }
    const Words variables(first, end);
    Maker maker(place, variables, Words(end + 1, all.end()));
    if (std::ranges::find(kModes, all[0]) == std::end(kModes) || !std::ranges::all_of(variables, IsAssignment) ||
        !maker.Make(kind))
    {
        return std::nullopt;
    }
    LinuxCommand made{{std::string(shell_scripts::kShell), "-c"}, std::move(maker.needed)};
    if (carriesErrors)
    {
        made.argv.insert(made.argv.end(), {std::string(shell_scripts::kErrors), "sh"});
        return made;
    }
    made.argv.insert(made.argv.end(), {std::string(shell_scripts::kRun), "sh"});
    made.argv.insert(made.argv.end(), all.begin(), end + 1);
    made.argv.insert(made.argv.end(), maker.command.begin(), maker.command.end());
    return made;
}

std::optional<ContainerEnvironment> MakeContainerEnvironment(std::string_view variables)
{
    ContainerEnvironment made;
    if (!variables.empty())
    {
        made.variables = SplitAtNul(variables);
    }
    if (!std::ranges::all_of(made.variables, IsAssignment))
    {
        return std::nullopt;
    }
    NeedVariables("container", made.variables, made.needed);
    for (const std::string_view variable : permissions::kContainerEnvironment)
    {
        if (std::ranges::find(made.variables, VariableName(variable), VariableName) == made.variables.end())
        {
            made.variables.emplace_back(variable);
        }
    }
    return made;
}
