// One call of WSL's API by a plugin: the event that reports it, injected faults, and the lock that WSL takes for it.
#pragma once
#include "execution_context.h"
#include "faults.h"
#include "hooks.h"
#include "impersonation.h"
#include "input_pipe.h"
#include "protocol.h"
#include "service_threads.h"
#include "session_lock.h"
#include <functional>
#include <string>
#include <string_view>

namespace standin {

inline constexpr HRESULT kDeadlock = HRESULT_FROM_WIN32(ERROR_POSSIBLE_DEADLOCK);

// One call of the API, from its arguments to the event that reports it.
class Call
{
public:
    explicit Call(std::string name) : m_name(std::move(name)), m_event(Event("call"))
    {
        m_event.Add("call", std::string_view(m_name));
        m_event.Add("plugin", std::string_view(PluginContext::Plugin()));
        m_event.Add("thread", std::string_view(ServiceThreadName()));
    }

    Message& Arguments()
    {
        return m_event;
    }

    HRESULT Report(HRESULT result)
    {
        Send(m_event.AddResult(result));
        return result;
    }

    // Simulates an injected fault, or performs the call with the session's lock held.
    HRESULT Serve(uint32_t session, SOCKET* socket, const std::function<HRESULT()>& serve) noexcept
    try
    {
        const SessionLock lock = TryEnterSession(session);
        return lock ? Act(socket, serve) : Deadlock(session);
    }
    catch (const std::exception& error)
    {
        return Fail(error);
    }

    // The same for a container session, which is looked up with the lock of all of them held.
    HRESULT ServeContainers(uint32_t session, const std::function<HRESULT()>& serve) noexcept
    try
    {
        if (const SessionLock lock = TryEnterContainerSessions(); !lock)
        {
            return Deadlock(session);
        }
        return Act(nullptr, serve);
    }
    catch (const std::exception& error)
    {
        return Fail(error);
    }

    // A call for an object that WSL has handed out: no lock, and an event only for a failure that is not due to the
    // object's state.
    HRESULT ServeFreely(SOCKET* socket, const std::function<HRESULT()>& serve) noexcept
    try
    {
        const auto fault = NextFault(m_name);
        const bool isPiped = fault && fault->socket == "piped";
        if (fault && fault->socket && !isPiped)
        {
            MakeBadSocket(*fault->socket, socket);
            return S_OK;
        }
        const HRESULT result = fault && fault->result ? *fault->result : serve();
        if (isPiped && SUCCEEDED(result))
        {
            *socket = PipeBefore(*socket);
        }
        return SUCCEEDED(result) || result == HRESULT_FROM_WIN32(ERROR_INVALID_STATE) ? result : Report(result);
    }
    catch (const std::exception& error)
    {
        return Fail(error);
    }

private:
    HRESULT Act(SOCKET* socket, const std::function<HRESULT()>& serve)
    {
        if (Impersonates())
        {
            return Report(E_ACCESSDENIED);
        }
        const auto fault = NextFault(m_name);
        if (fault && fault->hookLine)
        {
            ServeHook(Message::Parse(*fault->hookLine));
        }
        if (fault && fault->blockMilliseconds != 0)
        {
            Sleep(fault->blockMilliseconds);
        }
        if (fault && fault->result)
        {
            return Report(*fault->result);
        }
        if (fault && fault->socket)
        {
            MakeBadSocket(*fault->socket, socket);
            return Report(S_OK);
        }
        return Report(serve());
    }

    HRESULT Deadlock(uint32_t session)
    {
        Send(Event("deadlock")
                 .Add("call", std::string_view(m_name))
                 .Add("session", uint64_t{session})
                 .Add("thread", std::string_view(ServiceThreadName())));
        return Report(kDeadlock);
    }

    HRESULT Fail(const std::exception& error)
    {
        m_event.Add("text", std::string_view(error.what()));
        return Report(E_FAIL);
    }

    std::string m_name;
    Message m_event;
};

} // namespace standin
