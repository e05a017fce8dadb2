#include "fake_container_process.h"
#include "fake_windows.h"
#include <utility>

namespace {

thread_local int t_unreleased = 0;

} // namespace

FakeProcess::FakeProcess(ApiAnswer answer) : m_answer(std::move(answer)), m_thread(GetCurrentThreadId())
{
    t_unreleased++;
}

int FakeProcess::Unreleased() noexcept
{
    return t_unreleased;
}

FakeProcess& FakeProcess::Of(wsl::WSLCProcessHandle handle)
{
    auto& process = *static_cast<FakeProcess*>(handle);
    if (process.m_thread != GetCurrentThreadId())
    {
        Misuse("a process on a thread that has not made it");
    }
    return process;
}

HRESULT FakeProcess::GetFd(wsl::WSLCProcessHandle handle, wsl::WSLCProcessFd fd, HANDLE* stream)
{
    FakeProcess& process = Of(handle);
    if (std::exchange(process.m_isTaken[fd], true))
    {
        Misuse("a stream that has been fetched already");
    }
    if (fd == wsl::WSLCProcessFdStderr && FAILED(process.m_answer.streamResult))
    {
        return process.m_answer.streamResult;
    }
    FakeSocket pipe{.ended = true, .isPipe = true};
    const std::string text = fd == wsl::WSLCProcessFdStdout ? process.m_answer.output : process.m_answer.errors;
    if (fd != wsl::WSLCProcessFdStdin && !text.empty())
    {
        pipe.incoming.emplace_back(text.begin(), text.end());
    }
    *stream = reinterpret_cast<HANDLE>(FakeWindows::Get().Connect(std::move(pipe)));
    return S_OK;
}

HRESULT FakeProcess::GetExitEvent(wsl::WSLCProcessHandle handle, HANDLE* event)
{
    FakeProcess& process = Of(handle);
    process.m_exited = *event = FakeWindows::Get().MakeEvent(process.m_answer.hasEnded);
    return S_OK;
}

HRESULT FakeProcess::GetExitCode(wsl::WSLCProcessHandle handle, int* code)
{
    const FakeProcess& process = Of(handle);
    if (!FakeWindows::Get().events.at(process.m_exited))
    {
        return static_cast<HRESULT>(0x8007139F); // ERROR_INVALID_STATE
    }
    *code = process.m_answer.exitCode;
    return S_OK;
}

void FakeProcess::Release(wsl::WSLCProcessHandle handle)
{
    if (handle == nullptr)
    {
        return;
    }
    FakeProcess* process = &Of(handle);
    if (process->m_exited != nullptr && FakeWindows::Get().events.contains(process->m_exited))
    {
        Misuse("a process released before its event was closed");
    }
    delete process;
    t_unreleased--;
}
