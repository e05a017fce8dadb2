// The states of freed instances, for the next ones of their sessions.
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
    // Characters: one session's state may have a million.
    static constexpr size_t kMaximumLength = 16 * 1024 * 1024;
    static constexpr size_t kMaximumLengthOfUser = kMaximumLength / 8;

    // If they are too large the oldest are dropped: the user's own first, so that no user's sessions cost another
    // user's their state.
    void Put(SessionId session, const std::u16string& user, std::u16string text)
    {
        m_states.push_back({session, user, std::move(text)});
        const auto isOwners = [&](const State& state) { return state.user == user; };
        while (Length(isOwners) > kMaximumLengthOfUser)
        {
            m_states.erase(std::ranges::find_if(m_states, isOwners));
        }
        while (Length([](const State&) { return true; }) > kMaximumLength)
        {
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
        m_states.erase(found);
        return text;
    }

private:
    struct State
    {
        SessionId session;
        std::u16string user;
        std::u16string text;
    };

    template <class Condition>
    size_t Length(Condition condition) const
    {
        size_t length = 0;
        for (const State& state : m_states)
        {
            length += condition(state) ? state.text.size() : 0;
        }
        return length;
    }

    std::list<State> m_states;
};
