// WSL's object for a process of a container session, and the functions of WSL's table that take one.
#pragma once
#include "fake_wsl.h"

class FakeProcess
{
public:
    explicit FakeProcess(ApiAnswer answer);

    // The objects that this thread has made and not released.
    static int Unreleased() noexcept;

    static HRESULT GetFd(wsl::WSLCProcessHandle handle, wsl::WSLCProcessFd fd, HANDLE* stream);
    static HRESULT GetExitEvent(wsl::WSLCProcessHandle handle, HANDLE* event);
    static HRESULT GetExitCode(wsl::WSLCProcessHandle handle, int* code);
    static void Release(wsl::WSLCProcessHandle handle);

private:
    static FakeProcess& Of(wsl::WSLCProcessHandle handle);

    ApiAnswer m_answer;
    DWORD m_thread;
    bool m_isTaken[3] = {};
    HANDLE m_exited = nullptr;
};
