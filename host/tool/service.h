// WSL's service.
#pragma once
#include "win32/windows.h"
#include <optional>

namespace tool {

struct ServiceState
{
    bool isRunning = false;
    bool isDisabled = false;
};

// Nothing if this machine has no such service.
std::optional<ServiceState> ReadServiceState();

// Stops the service if it runs, and waits for the end of its process.
HRESULT StopWsl();

// Starts the service and waits until it runs.
HRESULT StartWsl();

} // namespace tool
