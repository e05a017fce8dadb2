// The system's random numbers, the same in each run, so that an input always has the same effect.
#include <cstddef>
#include <cstdint>

extern "C" int getentropy(void* bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
    {
        static_cast<uint8_t*>(bytes)[i] = static_cast<uint8_t>(i * 37 + 11);
    }
    return 0;
}
