// How the stand-in talks: one message a line, made of words that are separated by single spaces.
//
//     <id> <verb> <key>=<value> <key>=<value> ...
//
// Every word is percent-encoded UTF-8 (a line has no raw spaces, control characters, '%' or '=' but the ones above), so
// that no JSON library is needed. A key may occur several times (lists); an absent key stands for NULL, `key=` for "".
//
// On stdin come requests, on stdout go replies with the request's id (`7 ok ...`, `7 error text=...`) and, under the
// id `*`, events: what plugins did. Requests on different service threads overlap, so replies may come in any order.
// The same messages, each preceded by its length, travel between the stand-in and the agent (agent_client.h).
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace standin {

class Message
{
public:
    Message(std::string id, std::string verb);

    // Throws std::invalid_argument on a line that has no verb, or on broken percent-encoding.
    static Message Parse(std::string_view line);
    std::string Line() const;

    Message& Add(std::string_view key, std::string_view value);
    Message& Add(std::string_view key, const char* value);    // NULL adds nothing
    Message& Add(std::string_view key, const wchar_t* value); // NULL adds nothing
    Message& Add(std::string_view key, uint64_t value);
    Message& Add(std::string_view key, int32_t value) = delete; // for an HRESULT use AddResult
    Message& AddResult(int32_t hresult);
    // NULL ends the values; instead of them it adds nothing.
    Message& AddAll(std::string_view key, const char* const* values);

    const std::string& Id() const
    {
        return m_id;
    }
    const std::string& Verb() const
    {
        return m_verb;
    }
    std::optional<std::string> Find(std::string_view key) const;
    std::optional<std::wstring> FindWide(std::string_view key) const;
    std::vector<std::string> All(std::string_view key) const;

    // These throw std::invalid_argument, which becomes the request's error reply.
    std::string Text(std::string_view key) const;
    uint64_t Number(std::string_view key) const;
    uint64_t Number(std::string_view key, uint64_t otherwise) const;

private:
    std::string m_id;
    std::string m_verb;
    std::vector<std::pair<std::string, std::string>> m_fields;
};

// The next line of stdin without its line feed; nothing if the driver has ended.
std::optional<std::string> ReadLine();

// Writes the whole message to stdout, from any thread.
void Send(const Message& message);
Message Event(std::string verb);

// Reserves stdout for the protocol: from now on output of plugins goes to stderr.
void ClaimStandardOutput();

std::string Narrow(std::wstring_view text); // UTF-8; a lone surrogate becomes U+FFFD
std::wstring Widen(std::string_view text);

} // namespace standin
