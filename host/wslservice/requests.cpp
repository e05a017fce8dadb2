#include "requests.h"
#include "agent_client.h"
#include "crash_report.h"
#include "execution_context.h"
#include "faults.h"
#include "hooks.h"
#include "plugins.h"
#include "process_counters.h"
#include "restrictions.h"
#include "service_threads.h"
#include "session_lock.h"
#include "wsl/version_text.h"
#include <functional>
#include <map>
#include <stdexcept>

namespace standin {

namespace {

using Handler = Message (*)(const Message&);

wsl::WSLVersion s_version = {};

wsl::WSLVersion ParseVersion(const std::string& text)
{
    const wsl::VersionText read = wsl::ReadVersion(text);
    if (!read.rest.empty())
    {
        throw std::invalid_argument("not a version: " + text);
    }
    return read.version;
}

Message Configure(const Message& request)
{
    s_version = ParseVersion(request.Text("version"));
    SetAgentPorts(static_cast<uint16_t>(request.Number("control")), static_cast<uint16_t>(request.Number("data")));
    if (request.Number("debugger", 1) == 0)
    {
        IgnoreDebugText();
    }
    if (request.Find("deadlock"))
    {
        SetDeadlockTime(std::chrono::milliseconds(request.Number("deadlock")));
    }
    return Message(request.Id(), "ok");
}

Message Load(const Message& request)
{
    const auto plugin = std::make_shared<Plugin>(request.Text("plugin"), s_version);
    const HRESULT result = plugin->Load(Widen(request.Text("path")));
    Message reply(request.Id(), "ok");
    reply.AddResult(result);
    reply.Add("library", plugin->Times().library).Add("entryPoint", plugin->Times().entryPoint);
    for (const std::string& hook : plugin->FilledHooks())
    {
        reply.Add("hook", hook);
    }
    if (WaitingPluginError())
    {
        reply.Add("waiting", WaitingPluginError()->c_str());
    }
    if (SUCCEEDED(result))
    {
        AddPlugin(plugin);
    }
    else
    {
        plugin->Unload();
    }
    return reply;
}

Message Unload(const Message& request)
{
    RemovePlugin(request.Text("plugin"));
    return Message(request.Id(), "ok");
}

Message InjectFault(const Message& request)
{
    AddFault(request);
    return Message(request.Id(), "ok");
}

HANDLE s_held = INVALID_HANDLE_VALUE;

Message Hold(const Message& request)
{
    s_held = CreateFileW(Widen(request.Text("path")).c_str(), GENERIC_READ, 0, nullptr, OPEN_EXISTING, 0, nullptr);
    if (s_held == INVALID_HANDLE_VALUE)
    {
        throw std::invalid_argument("the file cannot be kept open");
    }
    return Message(request.Id(), "ok");
}

Message Release(const Message& request)
{
    CloseHandle(s_held);
    return Message(request.Id(), "ok");
}

Message Counters(const Message& request)
{
    Message reply(request.Id(), "ok");
    AddCounters(reply);
    return reply;
}

void Answer(const Message& request, Handler handler)
{
    try
    {
        Send(handler(request));
    }
    catch (const std::exception& error)
    {
        Send(Message(request.Id(), "error").Add("text", error.what()));
    }
}

void Queue(const Message& request, Handler handler)
{
    const std::string thread = request.Find("thread").value_or("main");
    RunOnServiceThread(thread, request.Number("stack", 0), [request, handler] { Answer(request, handler); });
}

void Serve(const Message& request)
{
    static const std::map<std::string, Handler> s_onServiceThreads = {
        {"load", Load}, {"hook", ServeHook}, {"unload", Unload}};
    static const std::map<std::string, Handler> s_here = {
        {"configure", Configure},
        {"inject-fault", InjectFault},
        {"counters", Counters},
        {"restrict", Restrict},
        {"hold", Hold},
        {"release", Release}};
    try
    {
        if (const auto found = s_onServiceThreads.find(request.Verb()); found != s_onServiceThreads.end())
        {
            Queue(request, found->second);
            return;
        }
        const auto found = s_here.find(request.Verb());
        if (found == s_here.end())
        {
            throw std::invalid_argument("no such request: " + request.Verb());
        }
        Answer(request, found->second);
    }
    catch (const std::exception& error)
    {
        Send(Message(request.Id(), "error").Add("text", error.what()));
    }
}

} // namespace

void ServeRequests()
{
    ClaimStandardOutput();
    InstallReporters();
    WSADATA data;
    if (WSAStartup(MAKEWORD(2, 2), &data) != 0)
    {
        ExitProcess(1);
    }
    while (const auto line = ReadLine())
    {
        const Message request = Message::Parse(*line);
        if (request.Verb() == "exit")
        {
            UnloadAllPlugins();
            Send(Message(request.Id(), "ok"));
            break;
        }
        Serve(request);
    }
    // Not exit(): service threads may still be inside plugins.
    ExpectThreadsToEnd();
    ExitProcess(0);
}

} // namespace standin
