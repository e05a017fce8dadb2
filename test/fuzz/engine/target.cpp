// An engine that is broken: its memory is overwritten while it runs, it calls its imports with any arguments, its
// values are any bits. Each call ends in a result, an error of JavaScript's or a trap.
#include "broken_engine.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    FuzzedDataProvider input(data, size);
    BrokenEngine(input).Run();
    return 0;
}
