// The restrictions that WSL's service sets for its own process before it loads plugins (ServiceMain.cpp,
// ApplyProcessMitigationPolicies), and the shadow stacks that its image requests.
#pragma once
#include "protocol.h"

namespace standin {

// `restrict` -> dynamicCode=.. systemImages=.. shadowStacks=.. Each is "in force", "not in force" (Windows accepted the
// policy, or none was set, and it has no effect) or "refused, 87" with Windows' error. The one for dynamic code is
// tested with a page that could be written and executed. The parent process requests shadow stacks.
Message Restrict(const Message& request);

} // namespace standin
