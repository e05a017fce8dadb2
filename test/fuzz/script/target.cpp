// Any text as the script, loaded and run through all hooks, in a WSL that answers well and badly in turn.
#include "fuzzed_plugin.h"
#include <string_view>

using namespace std::string_view_literals;

namespace {

// Small limits, so that an endless loop costs no more than another script.
constexpr auto kSettings =
    R"({"limits":{"scriptTime":20,"hookTime":40,"memory":8388608},"log":{"level":"debug","maximumSize":65536}})";

// The newest WSL that added a hook, so that all hooks exist.
constexpr wsl::WSLVersion kVersion{2, 9, 5};

std::vector<uint8_t> Bytes(std::string_view text)
{
    return {text.begin(), text.end()};
}

ApiAnswer Answer(FakeWsl& wsl, const ApiCall& call)
{
    if (call.arguments.empty())
    {
        return {wsl.calls.size() % 2 == 0 ? S_OK : E_FAIL, 0};
    }
    FakeWindows& windows = FakeWindows::Get();
    switch (wsl.calls.size() % 6)
    {
    case 0:
        return {
            S_OK,
            windows.Connect({.incoming = {Bytes("one\ntw"), Bytes("o\r\n\xE2\x82"), Bytes("\xAC\n")}, .ended = true})};
    case 1:
        return {S_OK, windows.Connect({.incoming = {Bytes("\xFF\n\0\xF0\x9F"sv)}, .room = 3})};
    case 2:
        return {E_FAIL, 0};
    case 3:
        return {S_OK, windows.Connect({.reset = true})};
    case 4:
        wsl.Call(HookId::OnDistributionStopping);
        return {S_OK, windows.Connect({})};
    default:
        return {S_OK, INVALID_SOCKET};
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    FuzzedPlugin plugin({reinterpret_cast<const char*>(data), size}, kSettings, kVersion);
    plugin.Wsl().onCall = [&](const ApiCall& call) { return Answer(plugin.Wsl(), call); };
    if (plugin.Load() == S_OK)
    {
        plugin.CallAll();
        // Another session, and so another instance.
        plugin.Wsl().input.session++;
        plugin.Call(HookId::OnVMStarted);
    }
    return 0;
}
