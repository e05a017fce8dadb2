// The functions of the operating system that the engine's cases need.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>

// What this process has allocated and opened.
struct Resources
{
    uint64_t handles;
    uint64_t privateBytes;
    uint64_t reservations; // regions of more than 4 GiB of address space
};
Resources CountResources();

// Runs `body`, which must not throw, on a thread with a stack of this size.
void RunOnStackOf(size_t bytes, const std::function<void()>& body);

// A page or more that faults at every access.
const void* InaccessibleMemory();

// Whether a byte can be read without a fault.
bool IsReadable(const void* address);

// From now on a fault that no sandbox claims is counted, and its instruction, which must be two bytes long, is skipped.
// Call it before any sandbox is entered.
void StepOverFaults();
int SteppedOverFaults();
