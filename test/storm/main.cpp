// fault-storm COUNT SEED
//
// Breaks COUNT places of engines' memory at random, one at a time, while a script runs that uses what may be broken. An
// engine lasts until it traps, its script fails or its time is over. How each ends depends on chance; the process must
// survive all of them. Prints how many ended in which way.
#include "engine/raw_engine.h"
#include <cstdio>
#include <cstdlib>
#include <random>

using engine::Trap;

namespace {

constexpr std::string_view kScript = R"(
const tree = {}, list = [], map = new Map(), bytes = new Uint8Array(4096);
class Base { #hidden = 1; get hidden() { return this.#hidden } }
class Derived extends Base { *values() { yield* list } }
const work = [
  (i) => { tree["k" + i] = { i, text: "x".repeat(i % 50), list: list.slice(-3) } },
  (i) => list.push([i, new Derived(), Symbol(i)]),
  (i) => map.set({ i }, new WeakRef(tree)),
  () => JSON.parse(JSON.stringify(tree)),
  () => [...new Derived().values()].length + new Derived().hidden,
  (i) => bytes.fill(i).subarray(i % 100).slice().sort(),
  (i) => ("text " + i).replace(/(\d+)|(?<word>\w+)/gu, (found) => found.toUpperCase()).split(""),
  (i) => Promise.resolve(i).then((value) => { throw new Error(value) }).catch(() => {}),
  (i) => { try { null[i] } catch (error) { return error.stack } },
  (i) => (123456789n ** BigInt(i % 20)).toString() + new Date(i).toISOString() + (i / 7).toFixed(3),
  () => list.sort((one, other) => one[0] - other[0]).reverse().flat(),
  (i) => new Proxy(tree, { get: (target, name) => target[name] })["k" + i],
  (i) => new Function("a", "return a + " + i)(i),
  () => { for (const key in tree) if (Math.random() < 0.1) delete tree[key] },
];
for (let i = 0; i < 1000; i++) {
  native();
  work[i % work.length](i);
}
)";

struct Ends
{
    uint64_t faults = 0;
    uint64_t engines = 0;
    uint64_t traps = 0;
    uint64_t exceptions = 0;
    uint64_t finished = 0;
};

// The engine's heap, behind its stack and its data.
constexpr uint32_t kHeap = 0x120000;

void BreakSomething(engine::Sandbox& sandbox, std::mt19937_64& random)
{
    const auto below = [&](uint32_t limit) { return static_cast<uint32_t>(random() % limit); };
    const uint32_t start = sandbox.MemoryStart();
    const uint32_t size = sandbox.MemorySize();
    // More often the heap, since the script uses its objects.
    const uint32_t place = below(8) == 0 ? start + below(kHeap - start - 8) : kHeap + below(size - kHeap - 8);
    const uint32_t aligned = place & ~uint32_t{3};
    switch (below(4))
    {
    case 0: // a bit
        sandbox.Write(place, static_cast<uint8_t>(sandbox.Read<uint8_t>(place) ^ (1u << below(8))));
        break;
    case 1: // anything
        sandbox.Write(aligned, static_cast<uint32_t>(random()));
        break;
    case 2: // a pointer into the heap
        sandbox.Write(aligned, (kHeap + below(size - kHeap)) & ~uint32_t{7});
        break;
    default: // a small number, as counts and tags are
        sandbox.Write(aligned, below(64) - 16);
    }
}

void RunEngine(std::mt19937_64& random, uint64_t count, Ends& ends)
{
    RawEngine raw;
    ends.engines++;
    try
    {
        const uint64_t value = raw.Run(kScript, [&] {
            if (ends.faults < count)
            {
                ends.faults++;
                BreakSomething(raw.sandbox, random);
            }
        });
        (engine::TagOf(value) == engine::Tag::Exception ? ends.exceptions : ends.finished)++;
    }
    catch (const Trap&)
    {
        ends.traps++;
    }
}

} // namespace

int main(int argc, char** arguments)
{
    if (argc != 3)
    {
        std::fprintf(stderr, "usage: fault-storm COUNT SEED\n");
        return 2;
    }
    const uint64_t count = std::strtoull(arguments[1], nullptr, 10);
    std::mt19937_64 random(std::strtoull(arguments[2], nullptr, 10));
    Ends ends;
    while (ends.faults < count)
    {
        RunEngine(random, count, ends);
    }
    std::printf(
        "%llu faults in %llu engines: %llu traps, %llu exceptions, %llu finished\n",
        static_cast<unsigned long long>(ends.faults),
        static_cast<unsigned long long>(ends.engines),
        static_cast<unsigned long long>(ends.traps),
        static_cast<unsigned long long>(ends.exceptions),
        static_cast<unsigned long long>(ends.finished));
    return 0;
}
