// A broken engine: its memory is overwritten while it runs, it calls its imports with any arguments, its values are any
// bits. Each call ends in a result, a JavaScript error or a trap.
#include "broken_engine.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    FuzzedDataProvider input(data, size);
    BrokenEngine(input).Run();
    return 0;
}
