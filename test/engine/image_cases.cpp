// The engine in the memory that the build has prepared: what must be fresh in each instance is.
#include "cases/cases.h"
#include "engine/raw_engine.h"
#include "engine/script_runner.h"
#include "engine/system.h"
#include "runtime_image.h"

using namespace std::chrono;

namespace {

double Number(ScriptRunner& runner, const char* source)
{
    return std::stod(runner.Run(source).substr(2));
}

double Milliseconds(nanoseconds time)
{
    return duration<double, std::milli>(time).count();
}

// The clock has a resolution; engines that start within one of its steps are alike.
void AwaitNextMicrosecond()
{
    const auto now = [] { return floor<microseconds>(engine::WallClock()); };
    for (const auto before = now(); now() == before;)
    {}
}

std::string RandomNumbers()
{
    AwaitNextMicrosecond();
    ScriptRunner runner({.image = &kRuntimeImage});
    return runner.Run("[Math.random(), Math.random(), Math.random()].join()");
}

AddCases add{
    {"engines from the prepared memory have random numbers of their own",
     [] {
         const std::string first = RandomNumbers();
         const std::string second = RandomNumbers();
         Expect(first != second, "both have " + first);
         Expect(!second.starts_with("= 0,"), "the state of the random numbers is empty: " + second);
     }},
    {"engines from the prepared memory count their time from their start",
     [] {
         for (int i = 0; i < 2; i++)
         {
             const auto before = engine::SteadyClock();
             ScriptRunner runner({.image = &kRuntimeImage});
             const auto after = engine::SteadyClock();
             const double origin = Number(runner, "performance.timeOrigin");
             Expect(
                 origin >= Milliseconds(before) && origin <= Milliseconds(after),
                 "performance.timeOrigin is " + std::to_string(origin));
             // Rounded like QuickJS's: on a coarse clock both are the same moment.
             const double now = Number(runner, "performance.now()");
             const double end = Milliseconds(engine::SteadyClock()) - origin;
             Expect(now >= 0 && now <= end, "performance.now() is " + std::to_string(now));
         }
     }},
    {"engines from the prepared memory protect their stack with numbers of their own",
     [] {
         const auto guard = [] {
             RawEngine raw(&kRuntimeImage);
             return raw.sandbox.Read<uint32_t>(kRuntimeImage.stackGuard);
         };
         const uint32_t first = guard();
         // Two in a row that are equal by chance are as good as impossible.
         Expect(guard() != first || guard() != first, "all have " + std::to_string(first));
     }},
    {"engines from the prepared memory look for garbage, but not while a small script is loaded",
     [] {
         ScriptRunner runner({.image = &kRuntimeImage});
         runner.Run("var ring = new WeakRef((() => { const ring = {}; return ring.self = ring; })()); var kept = [];");
         const auto keep = [&](const std::string& objects) {
             return runner.Run("for (let i = 0; i < " + objects + "; i++) kept.push({ i }); typeof ring.deref()");
         };
         ExpectEqual(keep("3000"), "= object");
         ExpectEqual(keep("20000"), "= undefined");
     }},
    {"the prepared memory does not fit into less",
     [] {
         const size_t size = size_t{kRuntimeImage.pages} * engine::Sandbox::kPageSize;
         ScriptRunner fits({.memory = size + 1024 * 1024, .image = &kRuntimeImage});
         ExpectEqual(fits.Run("1 + 1"), "= 2");
         try
         {
             const ScriptRunner runner({.memory = size - engine::Sandbox::kPageSize, .image = &kRuntimeImage});
         }
         catch (const std::bad_alloc&)
         {
             return;
         }
         Expect(false, "it did");
     }},
};

} // namespace
