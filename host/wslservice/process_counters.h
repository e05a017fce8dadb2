// What the process has allocated and opened, for tests that look for leaks.
#pragma once
#include "protocol.h"

namespace standin {

// committed= private bytes that are committed, but for threads (Wine commits their stacks whole, Windows as far as they
// are used; and a second stack for Wine's own code), engines= those of scripts' engines, reserved= bytes of address
// space that are not free, handles=
void AddCounters(Message& reply);

} // namespace standin
