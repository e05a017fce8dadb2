#include "generated/hresults.h"
#include "generated/natives.h"
#include "natives/null_terminated.h"
#include "plugin/linux_command.h"
#include "plugin/script.h"
#include "text/utf.h"
#include "win32/guid.h"
#include "win32/io_handle.h"
#include <algorithm>
#include <span>
#include <vector>

namespace {

constexpr const char* PlaceOf(const std::string& distribution) noexcept
{
    return distribution.empty() ? "vm" : "distribution";
}

// WSL's result as the number by which the script knows the stream. After a success without a socket, this plugin must
// not wait on, or close, another owner's handle; a socket that cannot be used is closed, which ends the process behind
// it.
int32_t Adopt(Script& script, SOCKET socket)
{
    if (socket == 0 || socket == INVALID_SOCKET || !win32::IsSocket(socket))
    {
        return E_UNEXPECTED;
    }
    return script.Streams().Add(win32::IoHandle(win32::UniqueSocket(socket)));
}

int32_t Start(
    Script& script,
    uint32_t session,
    const std::string& distribution,
    const char* path,
    std::span<const std::string> argv)
{
    const wsl::WSLPluginAPIV1& api = script.Api();
    std::vector<LPCSTR> arguments = NullTerminated(argv);
    SOCKET socket = INVALID_SOCKET;
    HRESULT result = E_INVALIDARG;
    if (distribution.empty())
    {
        result = api.ExecuteBinary(session, path, arguments.data(), &socket);
    }
    else if (!wsl::Supports(api.Version, wsl::Capability::ExecuteBinaryInDistribution))
    {
        result = hresults::kWslEPluginRequiresUpdate;
    }
    else if (const auto id = win32::GuidFromText(distribution))
    {
        result = api.ExecuteBinaryInDistribution(session, &*id, path, arguments.data(), &socket);
    }
    return FAILED(result) ? result : Adopt(script, socket);
}

} // namespace

int32_t natives::ExecuteBinary(
    Script& script, uint32_t session, const std::string& distribution, const std::string& path, const std::string& argv)
{
    if (!script.Reaches({session}))
    {
        return hresults::kRpcEDisconnected;
    }
    const std::vector<std::string> arguments = SplitAtNul(argv);
    if (script.Denies(script.GetPermissions().JudgeProgram(PlaceOf(distribution), path, arguments[0])))
    {
        return hresults::kEAccessdenied;
    }
    return Start(script, session, distribution, path.c_str(), arguments);
}

int32_t natives::StartCommand(
    Script& script,
    uint32_t session,
    const std::string& distribution,
    uint32_t kind,
    const std::string& words,
    bool carriesErrors)
{
    if (!script.Reaches({session}))
    {
        return hresults::kRpcEDisconnected;
    }
    const auto command = MakeLinuxCommand(kind, PlaceOf(distribution), words, carriesErrors);
    if (!command)
    {
        return E_INVALIDARG;
    }
    if (std::ranges::any_of(command->needed, [&](const Permission& each) { return script.Lacks(each); }))
    {
        return hresults::kEAccessdenied;
    }
    return Start(script, session, distribution, command->argv[0].c_str(), command->argv);
}

std::u16string natives::TakeDenial(Script& script)
{
    return text::Utf8ToUtf16(script.TakeDenial());
}
