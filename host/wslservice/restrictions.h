// What WSL's service forbids its own process before it loads plugins (ServiceMain.cpp,
// ApplyProcessMitigationPolicies), and the shadow stacks that its image asks for.
#pragma once
#include "protocol.h"

namespace standin {

// `restrict` -> dynamicCode=.. systemImages=.. shadowStacks=..
// Each is "in force", "not in force" (Windows has taken the order, or none was given, and it has no effect) or
// "refused, 87" with Windows' error. That of dynamic code is tried out, with a page that could be written and run.
// Shadow stacks are asked for by whoever starts this process.
Message Restrict(const Message& request);

} // namespace standin
