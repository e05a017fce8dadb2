// What the generated hooks (generated/hook_table.cpp) run through.
#pragma once
#include "generated/hook_table.h"
#include "generated/wsl_abi.h"
#include "plugin/argument_list.h"
#include "win32/windows.h"
#include <functional>

// Writes a hook's arguments, in the order of the description.
using ArgumentWriter = std::function<void(ArgumentList&)>;

// Runs the script's hook and answers what WSL is to be told.
HRESULT RunHook(HookId hook, const ArgumentWriter& writeArguments) noexcept;

// The version of the WSL that loaded the plugin.
wsl::WSLVersion ApiVersion() noexcept;
