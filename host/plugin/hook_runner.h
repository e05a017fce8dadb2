// The generated hooks (generated/hook_table.cpp) call these.
#pragma once
#include "generated/hook_table.h"
#include "generated/wsl_abi.h"
#include "plugin/argument_list.h"
#include "plugin/session_id.h"
#include "win32/windows.h"
#include <functional>
#include <optional>

struct HookSession
{
    SessionId id;
    PSID user;
    HANDLE token; // the user's, valid while the hook runs; null if WSL has none
};

// Writes a hook's arguments, in the order of the description.
using ArgumentWriter = std::function<void(ArgumentList&)>;

// The hook with which a session ends. It runs after WSL's structs are gone: the writer owns copies.
struct LastHook
{
    HookId hook;
    ArgumentWriter writeArguments;
};

using LastArgumentWriter = void (*)(ArgumentList&, const wsl::WSLCSessionInformation&);

// Runs the script's hook. Returns the result for WSL.
HRESULT RunHook(HookId hook, const HookSession& session, const ArgumentWriter& writeArguments) noexcept;

// The session is over; its instance ends as soon as no hook is in it. Its last hook runs then, on a thread of the
// host's, with copies of what WSL passed. Does not wait. Returns the result for WSL.
HRESULT RunLastHook(HookId hook, const wsl::WSLCSessionInformation& session, LastArgumentWriter write) noexcept;

// The version of the WSL that loaded the plugin.
wsl::WSLVersion ApiVersion() noexcept;
