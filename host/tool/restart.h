// Restarts WSL's service, and reports how a plugin loads then.
#pragma once
#include "tool/commands.h"
#include "tool/log_reader.h"
#include <functional>
#include <string>

namespace tool {

// Asks unless the options say yes. False if the answer was no.
bool MayChange(const ChangeOptions& options, const std::string& what);

// Stops the service if there is one, acts, and starts it again, also if the action throws.
void WhileStopped(const std::function<void()>& action);

// Waits until the log has a load that is not in `before`, and reports it. Throws a ToolError if the load failed, and if
// none appears.
void AwaitLoad(const std::u16string& plugin, const std::u16string& log, const LastLoads& before);

} // namespace tool
