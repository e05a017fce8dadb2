// A real engine that misbehaves: wild pointers, aborts, broken heaps; and faults that have nothing to do with it.
#include "cases/cases.h"
#include "engine/deadline.h"
#include "engine/platform.h"
#include "engine/raw_engine.h"
#include "engine/sandbox.h"
#include "engine/script_runner.h"
#include "engine/watchdog.h"
#include <atomic>
#include <memory>
#include <random>
#include <thread>
#include <vector>

using engine::Sandbox;
using engine::Trap;
using engine::TrapKind;

namespace {

constexpr u32 kWild = 0xFFFFFF00;

template <class Action>
TrapKind TrapOf(Action&& action)
{
    try
    {
        action();
    }
    catch (const Trap& trap)
    {
        return trap.Kind();
    }
    throw std::runtime_error("no trap");
}

void ExpectTrap(TrapKind actual, TrapKind expected)
{
    ExpectEqual(static_cast<int>(actual), static_cast<int>(expected));
}

void WildPointer()
{
    RawEngine raw;
    ExpectTrap(TrapOf([&] { raw.sandbox.Call<Z_quickjsZ_strlen>(kWild); }), TrapKind::MemoryAccess);
    Expect(raw.sandbox.Spent(), "a trapped sandbox goes on");
    ExpectTrap(TrapOf([&] { raw.sandbox.Call<Z_quickjsZ_strlen>(u32{0}); }), TrapKind::Spent);
}

void WildPointerInNestedCall()
{
    RawEngine raw;
    const auto nested = [&] { raw.sandbox.Call<Z_quickjsZ_memset>(kWild, u32{1}, u32{64}); };
    ExpectTrap(TrapOf([&] { raw.Run("[1].map(() => native())", nested); }), TrapKind::MemoryAccess);
}

// The engine must not continue after a trap on its way through its frames that host code swallows.
void SwallowedTrap()
{
    RawEngine raw;
    const auto swallow = [&] { TrapOf([&] { raw.sandbox.Call<Z_quickjsZ_strlen>(kWild); }); };
    ExpectTrap(TrapOf([&] { raw.Run("native(); 1", swallow); }), TrapKind::Spent);
}

void Abort()
{
    RawEngine raw;
    ExpectTrap(TrapOf([&] { raw.sandbox.Call<Z_quickjsZ_abort>(); }), TrapKind::Unreachable);
}

void BadIndirectCall()
{
    RawEngine raw;
    // A runtime finalizer at an index of the function table that has no function.
    const u32 runtime = raw.sandbox.Call<Z_quickjsZ_qjs_get_runtime_ptr>();
    raw.sandbox.Call<Z_quickjsZ_JS_AddRuntimeFinalizer>(runtime, u32{100000}, u32{0});
    ExpectTrap(TrapOf([&] { raw.sandbox.Call<Z_quickjsZ_qjs_destroy>(); }), TrapKind::IndirectCall);
}

void HostAccessOutOfBounds()
{
    RawEngine raw;
    ExpectTrap(TrapOf([&] { raw.sandbox.Read<uint32_t>(kWild); }), TrapKind::MemoryAccess);
    ExpectTrap(TrapOf([&] { raw.sandbox.Read<uint64_t>(raw.sandbox.MemorySize() - 4); }), TrapKind::MemoryAccess);
}

void Revocation()
{
    RawEngine raw;
    std::atomic<bool> running = false;
    std::thread watchdog([&] {
        while (!running || !raw.sandbox.Revoke([] { return true; }))
        {
            std::this_thread::yield();
        }
    });
    ExpectTrap(TrapOf([&] { raw.Run("native(); for (;;);", [&] { running = true; }); }), TrapKind::MemoryAccess);
    watchdog.join();
    Expect(raw.sandbox.Revoked(), "the sandbox does not know why it ended");
}

void HostKeepsItsMemory()
{
    RawEngine raw;
    raw.Run("native()", [&] {
        Expect(!raw.sandbox.Revoke([] { return true; }), "the memory was revoked while the host's code ran");
    });
    Expect(!raw.sandbox.Spent(), "the sandbox is spent");
}

// Memory that the engine commits while its memory is being revoked is revoked too.
void RevocationOfGrowingMemory()
{
    constexpr size_t kPage = Sandbox::kPageSize;
    engine::LinearMemory memory;
    memory.Reserve();
    Expect(memory.Commit(0, kPage), "no memory");
    memory.Revoke();
    Expect(!memory.Commit(0, 2 * kPage), "revoked memory grew");
    Expect(!IsReadable(memory.Data() + kPage), "the new page can be accessed");
}

// Other threads may keep a thread waiting just after its end.
void GraceOfAThreadThatWaits()
{
    engine::Deadline deadline;
    deadline.Start({});
    Expect(!deadline.LongOver(), "there was no grace");
    std::this_thread::sleep_for(std::chrono::milliseconds(3 * numbers::kGrace));
    Expect(!deadline.LongOver(), "the grace ended without the thread");
    while (!deadline.LongOver())
    {}
}

// A callback that wants to run again does not run if its watchdog is being destroyed.
void WatchdogEndsWhileItRings()
{
    std::atomic<int> calls = 0;
    std::atomic<bool> closing = false;
    {
        engine::Watchdog watchdog([&]() -> std::optional<engine::Clock::time_point> {
            calls++;
            while (!closing)
            {
                std::this_thread::yield();
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
            return engine::Clock::now();
        });
        watchdog.Arm(engine::Clock::now());
        while (calls == 0)
        {
            std::this_thread::yield();
        }
        closing = true;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    ExpectEqual(calls.load(), 1);
}

// Host code cannot be interrupted, so its work for the engine is bounded.
void LongListForTheHost()
{
    RawEngine raw;
    const u32 list = raw.Put(std::string(8 * 1024, '\0'));
    Z_wasi_snapshot_preview1_instance_t wasi{&raw.sandbox};
    const auto write = [&](u32 count) { return Z_wasi_snapshot_preview1Z_fd_write(&wasi, 1, list, count, list); };
    ExpectEqual(write(2), 0u);
    Expect(write(1024) != 0, "the host walks through any list");
}

void RandomNumbersWithoutEnd()
{
    RawEngine raw;
    const u32 place = raw.Put(std::string(64, '\0'));
    Z_wasi_snapshot_preview1_instance_t wasi{&raw.sandbox};
    ExpectEqual(Z_wasi_snapshot_preview1Z_random_get(&wasi, place, 64), 0u);
    Expect(
        Z_wasi_snapshot_preview1Z_random_get(&wasi, place, RawEngine::kMemory) != 0,
        "the host fills all of the memory");
}

void DiagnosticThatIsNoText()
{
    RawEngine raw;
    const u32 text = raw.Put("a\xE2\x82");
    const u32 list = raw.Put(std::string(8, '\0'));
    raw.sandbox.Write(list, text);
    raw.sandbox.Write(list + 4, u32{3});
    Z_wasi_snapshot_preview1_instance_t wasi{&raw.sandbox};
    ExpectEqual(Z_wasi_snapshot_preview1Z_fd_write(&wasi, 2, list, 1, list), 0u);
    ExpectEqual(raw.diagnostic, "a\xEF\xBF\xBD");
}

// Breaks the heap of a new engine and runs a script in it. How that ends depends on chance; it must end within the
// sandbox.
void RunOnBrokenHeap(uint32_t seed, std::atomic<int>& traps)
{
    constexpr std::string_view kScript =
        "const o = {}; for (let i = 0; i < 200; i++) { o['k' + i] = [i, { i }, 'x' + i];"
        " native() } JSON.stringify(o).length + [...Object.keys(o)].sort().join()";
    std::mt19937 random(seed);
    RawEngine raw;
    try
    {
        raw.Run(kScript, [&] { raw.Corrupt(random, 200); });
    }
    catch (const Trap&)
    {
        traps++;
    }
}

// Runs `action` for each number below `count`, on several threads.
template <class Action>
void OnThreads(int threads, int count, Action&& action)
{
    std::atomic<int> next = 0;
    std::vector<std::thread> workers;
    for (int i = 0; i < threads; i++)
    {
        workers.emplace_back([&] {
            for (int n = next++; n < count; n = next++)
            {
                action(n);
            }
        });
    }
    for (auto& worker : workers)
    {
        worker.join();
    }
}

void BrokenHeaps()
{
    std::atomic<int> traps = 0;
    OnThreads(4, 2000, [&](int n) { RunOnBrokenHeap(static_cast<uint32_t>(n), traps); });
    // Otherwise the case would prove nothing.
    Expect(traps > 100, "only " + std::to_string(traps) + " of 2000 broken heaps led to a trap");
    ExpectEqual(RunScript("1 + 1"), "= 2");
}

void TrapsLeaveNothingBehind()
{
    const auto round = [] {
        OnThreads(4, 1000, [](int n) { (n % 2 == 0 ? WildPointer : WildPointerInNestedCall)(); });
    };
    round();
    const Resources before = CountResources();
    round();
    const Resources after = CountResources();
    ExpectEqual(after.reservations, before.reservations);
    Expect(after.handles <= before.handles + 16, "handles grew to " + std::to_string(after.handles));
    Expect(
        after.privateBytes < before.privateBytes + (4 << 20),
        "private bytes grew from " + std::to_string(before.privateBytes) + " to " + std::to_string(after.privateBytes));
}

// One load, of two bytes on x86 and four on ARM.
void ReadByte(const void* address)
{
#if defined(__aarch64__)
    asm volatile("ldrb w9, [%0]" : : "r"(address) : "x9", "memory");
#else
    asm volatile("movb (%0), %%al" : : "d"(address) : "rax", "memory");
#endif
}

void OtherFaultsArePassedOn()
{
    StepOverFaults();
    RawEngine raw;
    const void* inaccessible = InaccessibleMemory();
    ReadByte(inaccessible);
    ReadByte(reinterpret_cast<const void*>(16));
    ExpectEqual(SteppedOverFaults(), 2);
    // Also from within a callback, where this thread owns the sandbox.
    raw.Run("native()", [&] { ReadByte(inaccessible); });
    ExpectEqual(SteppedOverFaults(), 3);
    ExpectTrap(TrapOf([&] { raw.sandbox.Call<Z_quickjsZ_strlen>(kWild); }), TrapKind::MemoryAccess);
    ExpectEqual(SteppedOverFaults(), 3);
}

// A watchdog that fires again and again must not fire after its destruction.
void RestlessWatchdogs()
{
    OnThreads(4, 500, [](int) {
        std::atomic<int> rings = 0;
        engine::Watchdog watchdog([&]() -> std::optional<engine::Clock::time_point> {
            rings++;
            return engine::Clock::now();
        });
        watchdog.Arm(engine::Clock::now());
        while (rings == 0)
        {
            std::this_thread::yield();
        }
    });
}

void ManyThreads()
{
    OnThreads(16, 400, [](int n) {
        const std::string source = "let s = 0; for (let i = 0; i < 1000; i++) s += i; s + " + std::to_string(n);
        ExpectEqual(
            RunScript(source, {.time = {std::chrono::seconds(60), std::chrono::seconds(60)}}),
            "= " + std::to_string(499500 + n));
    });
}

const AddCases g_cases{
    {"a wild pointer in the engine is a trap", WildPointer},
    {"a wild pointer in a call from a callback is a trap", WildPointerInNestedCall},
    {"a trap that is swallowed half-way still ends the engine", SwallowedTrap},
    {"an abort in the engine is a trap", Abort},
    {"an invalid function pointer in the engine is a trap", BadIndirectCall},
    {"the host's own access out of bounds is a trap", HostAccessOutOfBounds},
    {"revoked memory ends a running engine", Revocation},
    {"memory is not revoked under the host's feet", HostKeepsItsMemory},
    {"memory that grows while it is revoked is revoked, too", RevocationOfGrowingMemory},
    {"the grace behind a script's time lasts until its thread has run for as long", GraceOfAThreadThatWaits},
    {"a watchdog that is destroyed while it rings does not ring again", WatchdogEndsWhileItRings},
    {"a list that is too long for the host is refused", LongListForTheHost},
    {"a call for random numbers without end is refused", RandomNumbersWithoutEnd},
    {"what the engine prints is text, whatever it prints", DiagnosticThatIsNoText},
    {"broken heaps stay in the sandbox", BrokenHeaps},
    {"thousands of traps leave nothing behind", TrapsLeaveNothingBehind},
    {"faults outside of the sandboxes are passed on", OtherFaultsArePassedOn},
    {"a watchdog that always wants to run again can be ended", RestlessWatchdogs},
    {"many threads run engines at once", ManyThreads},
};

} // namespace
