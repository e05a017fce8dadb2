// What instances that were freed have left behind, for the next ones of their sessions.
#pragma once
#include "plugin/session_id.h"
#include <algorithm>
#include <cstddef>
#include <list>
#include <optional>
#include <string>

class KeptStates
{
public:
    // The oldest go when all of them are too much.
    void Put(SessionId session, std::u16string state)
    {
        m_length += state.size();
        m_states.push_back({session, std::move(state)});
        while (m_length > kMaximumLength)
        {
            m_length -= m_states.front().text.size();
            m_states.pop_front();
        }
    }

    std::optional<std::u16string> Take(SessionId session)
    {
        const auto found = std::ranges::find(m_states, session, &State::session);
        if (found == m_states.end())
        {
            return std::nullopt;
        }
        std::optional<std::u16string> text = std::move(found->text);
        m_length -= text->size();
        m_states.erase(found);
        return text;
    }

private:
    struct State
    {
        SessionId session;
        std::u16string text;
    };

    // Characters: a session's state may have a million.
    static constexpr size_t kMaximumLength = 16 * 1024 * 1024;

    std::list<State> m_states;
    size_t m_length = 0;
};
