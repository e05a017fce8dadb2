// Restarting WSL's service, and what becomes of a plugin then.
#pragma once
#include "tool/commands.h"
#include "tool/log_reader.h"
#include <functional>
#include <string>

namespace tool {

// Asks unless the options say yes. False: the answer was no.
bool MayChange(const ChangeOptions& options, const std::string& what);

// Stops the service if there is one, acts, and starts it again, also when the action throws.
void WhileStopped(const std::function<void()>& action);

// Waits until the log has a load that is none of `before`, and reports it. Throws a ToolError for a failure, and when
// nothing comes.
void AwaitLoad(const std::u16string& plugin, const std::u16string& log, const LastLoads& before);

} // namespace tool
