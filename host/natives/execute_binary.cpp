#include "generated/hresults.h"
#include "generated/natives.h"
#include "plugin/script.h"
#include "win32/io_handle.h"
#include "win32/text.h"
#include <vector>

namespace {

// The program's arguments as WSL takes them: pointers into `joined`, which NULs divide, and a null pointer.
std::vector<LPCSTR> Split(const std::string& joined)
{
    std::vector<LPCSTR> arguments{joined.c_str()};
    for (size_t i = 0; i < joined.size(); i++)
    {
        if (joined[i] == '\0')
        {
            arguments.push_back(joined.c_str() + i + 1);
        }
    }
    arguments.push_back(nullptr);
    return arguments;
}

// WSL's answer as a number that the script knows the stream by. Success without a socket must not make this plugin wait
// on, or close, somebody else's handle; a socket that is of no use is closed, which ends the process behind it.
int32_t Adopt(Script& script, SOCKET socket)
{
    if (socket == 0 || socket == INVALID_SOCKET || !win32::IsSocket(socket))
    {
        return E_UNEXPECTED;
    }
    return script.Streams().Add(win32::IoHandle(win32::UniqueSocket(socket)));
}

} // namespace

int32_t natives::ExecuteBinary(
    Script& script, uint32_t session, const std::string& distribution, const std::string& path, const std::string& argv)
{
    if (!script.Reaches({session}))
    {
        return hresults::kRpcEDisconnected;
    }
    const wsl::WSLPluginAPIV1& api = script.Api();
    std::vector<LPCSTR> arguments = Split(argv);
    SOCKET socket = INVALID_SOCKET;
    HRESULT result = E_INVALIDARG;
    if (distribution.empty())
    {
        result = api.ExecuteBinary(session, path.c_str(), arguments.data(), &socket);
    }
    else if (!wsl::Supports(api.Version, wsl::Capability::ExecuteBinaryInDistribution))
    {
        result = hresults::kWslEPluginRequiresUpdate;
    }
    else if (const auto id = win32::GuidFromText(distribution))
    {
        result = api.ExecuteBinaryInDistribution(session, &*id, path.c_str(), arguments.data(), &socket);
    }
    return FAILED(result) ? result : Adopt(script, socket);
}
