// What the generated hooks (generated/hook_table.cpp) run through.
#pragma once
#include "generated/hook_table.h"
#include "generated/wsl_abi.h"
#include "plugin/argument_list.h"
#include "plugin/session_id.h"
#include "win32/windows.h"
#include <functional>
#include <optional>

// The session that a hook is about.
struct HookSession
{
    SessionId id;
    PSID user;
    HANDLE token; // the user's, for as long as the hook runs; null where WSL has none
};

// Writes a hook's arguments, in the order of the description.
using ArgumentWriter = std::function<void(ArgumentList&)>;

// The hook with which a session ends. It runs when WSL's structs are gone: the writer owns copies.
struct LastHook
{
    HookId hook;
    ArgumentWriter writeArguments;
};

using LastArgumentWriter = void (*)(ArgumentList&, const wsl::WSLCSessionInformation&);

// Runs the script's hook. Returns what WSL gets.
HRESULT RunHook(HookId hook, const HookSession& session, const ArgumentWriter& writeArguments) noexcept;

// The session is over, and so is its instance, as soon as no hook is in it any more. Its last hook runs then, on a
// thread of the host's own, with copies of what WSL passes. Does not wait. Returns what WSL gets.
HRESULT RunLastHook(HookId hook, const wsl::WSLCSessionInformation& session, LastArgumentWriter write) noexcept;

// The version of the WSL that loaded the plugin.
wsl::WSLVersion ApiVersion() noexcept;
