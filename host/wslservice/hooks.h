// Calls hooks as PluginManager does: with the locks held that WSL holds, in a plugin context, and with the message that
// PluginError left consumed after four hooks only.
#pragma once
#include "protocol.h"

namespace standin {

// `hook plugin=.. hook=OnVMStarted [session=.. sid=.. token=1] [flags=..] [id=.. name=..] [repeat=1] [fresh=0]
// [impersonate=1]`
// Those of container sessions: `[session=.. sid=.. token=1 displayName=.. applicationPid=..] [text=..]`
// Runs on the calling thread. The reply carries hresult=, message= (consumed), waiting= (left behind), failed= and the
// nanoseconds p50= p99= lowest= highest=. With fresh=1 each repetition gets structs of its own.
// Throws std::invalid_argument when the request makes no sense, a hook that the plugin lacks included.
Message ServeHook(const Message& request);

} // namespace standin
