// What cases with several sessions have in common.
#pragma once
#include "hello_plugin.h"
#include <semaphore>
#include <string>
#include <string_view>

inline std::u16string UserOf(uint32_t session)
{
    const std::string number = std::to_string(1000 + session);
    return u"S-1-5-21-0-0-0-" + std::u16string(number.begin(), number.end());
}

// Each session belongs to another user, as in WSL, unless one is given.
inline HookInput In(uint32_t session, HookInput::Text sid = {})
{
    return {.session = session, .sid = sid ? sid : UserOf(session)};
}

inline std::string MessageOf(HelloPlugin& plugin, const HookInput& input, HookId hook = HookId::OnVMStarted)
{
    const HRESULT result = plugin.Wsl().Call(hook, input);
    return !FAILED(result) ? "(it succeeds)" : text::Utf16ToUtf8(FakeWsl::Message().value_or(u"(silently)"));
}

inline size_t Count(std::string_view text, std::string_view part)
{
    size_t count = 0;
    for (size_t at = text.find(part); at != text.npos; at = text.find(part, at + 1))
    {
        count++;
    }
    return count;
}

// Blocks the hook that makes a call until it is released.
class Gate
{
public:
    ApiAnswer Wait()
    {
        m_arrived.release();
        m_go.acquire();
        return {};
    }
    void AwaitArrival()
    {
        m_arrived.acquire();
    }
    void Open()
    {
        m_go.release();
    }

private:
    std::counting_semaphore<> m_arrived{0};
    std::counting_semaphore<> m_go{0};
};
