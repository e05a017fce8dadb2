// What the process has allocated and opened, for tests that look for leaks.
#pragma once
#include "protocol.h"

namespace standin {

// committed= private bytes that are committed, but for the stacks of threads (Wine commits them whole, Windows as far
// as they are used), reserved= bytes of address space that are not free, handles=
void AddCounters(Message& reply);

} // namespace standin
