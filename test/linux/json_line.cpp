#include "json_line.h"
#include "text/utf.h"

namespace {

class Reader
{
public:
    explicit Reader(std::string_view text) : m_left(text) {}

    bool Take(char c)
    {
        const bool there = m_left.starts_with(c);
        m_left.remove_prefix(there ? 1 : 0);
        return there;
    }

    // A string with its quotes.
    bool TakeString()
    {
        if (!Take('"'))
        {
            return false;
        }
        while (!m_left.empty() && !m_left.starts_with('"'))
        {
            if (static_cast<unsigned char>(m_left.front()) < 0x20 || (Take('\\') && !IsEscape()))
            {
                return false;
            }
            m_left.remove_prefix(1);
        }
        return Take('"');
    }

    bool AtEnd() const
    {
        return m_left.empty();
    }

private:
    // Leaves the last character of a valid escape for the caller.
    bool IsEscape()
    {
        constexpr std::string_view kSimple = "\"\\/bfnrt";
        if (m_left.starts_with('u'))
        {
            const auto digits = m_left.substr(1, 4);
            m_left.remove_prefix(digits.size());
            return digits.size() == 4 && digits.find_first_not_of("0123456789abcdefABCDEF") == digits.npos;
        }
        return !m_left.empty() && kSimple.find(m_left.front()) != kSimple.npos;
    }

    std::string_view m_left;
};

} // namespace

std::optional<std::string_view> ProblemOfLogLine(std::string_view line)
{
    if (text::FindInvalidUtf8(line))
    {
        return "not UTF-8";
    }
    Reader reader(line);
    if (!reader.Take('{'))
    {
        return "no opening brace";
    }
    do
    {
        if (!reader.TakeString() || !reader.Take(':') || !reader.TakeString())
        {
            return "not a member that is a text";
        }
    }
    while (reader.Take(','));
    return reader.Take('}') && reader.Take('\n') && reader.AtEnd() ? std::nullopt
                                                                   : std::optional("no end of object and line");
}

std::optional<std::string_view> ProblemOfLog(std::string_view text)
{
    while (!text.empty())
    {
        const std::string_view line = text.substr(0, text.find('\n') + 1);
        // The rest if there is no line feed.
        const auto problem = ProblemOfLogLine(line.empty() ? text : line);
        if (problem)
        {
            return problem;
        }
        text.remove_prefix(line.size());
    }
    return std::nullopt;
}
