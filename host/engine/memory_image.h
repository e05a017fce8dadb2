// An engine's memory as the build has prepared it (scripts/build/runtime-image.ts): QuickJS has started, and a script
// has run. An instance copies it and is spared both.
#pragma once
#include "engine/value.h"
#include <cstdint>
#include <span>

namespace engine {

class Sandbox;

struct MemoryImage
{
    struct Part
    {
        uint32_t address;
        uint32_t count;
        const uint64_t* words;
    };

    std::span<const Part> parts; // all else is zero
    uint32_t pages;
    uint32_t context;
    uint32_t runtime;
    RawValue result; // the script's completion value, with one reference

    // What QuickJS takes from clocks and random numbers when it starts. It is zero in the image.
    uint32_t timeOrigin;
    uint32_t timeOriginProperty;
    uint32_t randomState;
    uint32_t randomNumber;
    uint32_t stackGuard;
};

// Writes what a QuickJS that starts now would have there. Throws std::bad_alloc when there are no random numbers.
void WriteFreshState(Sandbox& sandbox, const MemoryImage& image);

} // namespace engine
