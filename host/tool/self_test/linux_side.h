// The Linux side of the stand-in (wslservice/agent_client.h) on a machine without Linux: this process plays the
// programs, over TCP on 127.0.0.1.
#pragma once
#include "win32/handle.h"
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

namespace tool {

class LinuxSide
{
public:
    // Throws ToolError.
    LinuxSide();
    // The stand-in must have ended: the programs wait for the end of its sockets.
    ~LinuxSide();
    LinuxSide(const LinuxSide&) = delete;
    LinuxSide& operator=(const LinuxSide&) = delete;

    uint16_t ControlPort() const;
    uint16_t DataPort() const;

private:
    void Serve();
    HRESULT StartProgram(const std::string& path, uint16_t port);

    win32::UniqueSocket m_control;
    win32::UniqueSocket m_data;
    // The server's own socket.
    std::vector<std::thread> m_programs;
    std::vector<win32::UniqueSocket> m_silent;
    std::thread m_server;
};

} // namespace tool
