// What scripts can do to the engine, and how each attempt ends.
#include "cases/cases.h"
#include "engine/script_runner.h"
#include <array>

using namespace std::chrono_literals;

namespace {

constexpr std::array kNeverPolling{
    "Array.prototype.join.call({ length: 4294967295 }, '')",
    "new Array(1e9) + ''",
    "[].concat.call({ length: 2 ** 32 - 1, [Symbol.isConcatSpreadable]: true })",
};

constexpr std::array kEndless{
    "while (true);",
    "for (;;) try { while (true); } catch {}",
    "for (;;) try { throw 1 } finally { continue }",
    "/(a+)+b/.test('a'.repeat(40))",
    "(function again() { return Promise.resolve().then(again) })()",
    "const step = async () => { for (;;) await 0 }; step()",
    "const slow = () => { for (let i = 0; i < 1e6; i++); return 0 }; Array.from({ length: 1e4 }, (_, i) => "
    "i).sort(slow)",
    "new Proxy({}, { get(target, key, self) { for (;;); } }).x",
    "function* forever() { for (;;) yield 1 } for (const one of forever());",
};

constexpr std::array kRecursion{
    "let d = 0; function f() { d++; return f() + 1 } f()",
    "function f() { return [0].map(f) } f()",
    "const o = { toString() { return `${o}` } }; '' + o",
    "JSON.parse('['.repeat(1e5))",
    "let o = {}; for (let i = 0; i < 1e5; i++) o = { o }; JSON.stringify(o)",
    "eval('('.repeat(1e5))",
    "eval('['.repeat(1e5))",
    "eval('a' + '?a:a'.repeat(1e5))",
    "new RegExp('(?:'.repeat(1e5) + ')'.repeat(1e5))",
    "/(?:(?:a*)*)*b/.test('a'.repeat(1e5))",
    "let a = []; for (let i = 0; i < 1e5; i++) a = [a]; a.flat(Infinity)",
    "let a = []; for (let i = 0; i < 1e5; i++) a = [a]; String(a)",
    "class A { get x() { return Reflect.get(new Proxy(this, { get(t, k) { return t[k] } }), 'x') } } new A().x",
    "let p = {}; for (let i = 0; i < 1e5; i++) p = new Proxy(p, {}); p.x",
    "let s = 'a'; for (let i = 0; i < 1e5; i++) s = s + i; s.length",
    "let f = () => 0; for (let i = 0; i < 1e5; i++) f = f.bind(null); f()",
    "[3, 1, 2].sort(function c(a, b) { [1, 2].sort(c); return a - b })",
    "let p = Promise.resolve(); for (let i = 0; i < 1e5; i++) p = Promise.resolve().then(() => p); 1",
};

void EndsWithTimeout(const char* source)
{
    ExpectEqual(RunScript(source), "timeout");
}

// Any end but that of the process is right; and a new runtime works afterwards.
void Survives(const char* source)
{
    RunScript(source, {.time = {2s, 10s}});
    ExpectEqual(RunScript("1 + 1"), "= 2");
}

const AddCases g_cases{
    {"values cross the border unchanged",
     [] {
         const auto echo = [](engine::Runtime&, engine::Arguments& arguments) {
             return arguments.Result(arguments.Utf16(0, "text"));
         };
         const char* source = R"(
             const texts = ['', 'a', '\u00e9\u{10348}', '\ud800', 'x'.repeat(1e6), '\0'];
             texts.every(text => native(text) === text))";
         ExpectEqual(RunScript(source, {.native = echo}), "= true");
     }},
    {"bytes cross the border unchanged",
     [] {
         const auto echo = [](engine::Runtime&, engine::Arguments& arguments) {
             return arguments.Result(arguments.Bytes(0, "bytes"));
         };
         const char* source = R"(
             const all = Uint8Array.from({ length: 70000 }, (_, i) => i);
             const same = (a, b) => a.length === b.length && a.every((x, i) => x === b[i]);
             [all, all.subarray(7, 1000), new Uint8Array(0)].every(bytes => same(native(bytes), bytes)))";
         ExpectEqual(RunScript(source, {.native = echo}), "= true");
     }},
    {"a wrong argument of a native function is a TypeError",
     [] {
         const auto read = [](engine::Runtime&, engine::Arguments& arguments) {
             return arguments.Result(static_cast<int32_t>(arguments.Uint32(0, "count")));
         };
         for (const char* argument : {"", "'1'", "-1", "1.5", "NaN", "2 ** 32", "{}"})
         {
             const std::string source = std::string("native(") + argument + ")";
             Expect(RunScript(source, {.native = read}).starts_with("! TypeError: count must be "), argument);
         }
         ExpectEqual(RunScript("native(7)", {.native = read}), "= 7");
     }},
    {"an error from a nested run is caught where it belongs",
     [] {
         const auto nested = [](engine::Runtime& runtime, engine::Arguments& arguments) {
             const engine::Runtime::Entry entry(runtime, {1s, 1s});
             try
             {
                 return runtime.EvaluateScript("throw new RangeError('inner')", "inner.js");
             }
             catch (const engine::ScriptError&)
             {
                 return arguments.Result(std::u16string_view(u"caught"));
             }
         };
         ExpectEqual(RunScript("native() + ' outer'", {.native = nested}), "= caught outer");
     }},
    {"builtins that never look at the clock are ended",
     [] {
         for (const char* source : kNeverPolling)
         {
             EndsWithTimeout(source);
         }
     }},
    {"endless scripts are ended",
     [] {
         for (const char* source : kEndless)
         {
             EndsWithTimeout(source);
         }
     }},
    {"time spent in native functions is not the script's",
     [] {
         const auto wait = [](engine::Runtime&, engine::Arguments& arguments) {
             std::this_thread::sleep_for(400ms);
             return arguments.Result(1);
         };
         ExpectEqual(RunScript("native() + native()", {.time = {300ms, 10s}, .native = wait}), "= 2");
     }},
    {"a run within a native function has what is left of the script's time",
     [] {
         const auto nested = [](engine::Runtime& runtime, engine::Arguments&) {
             std::this_thread::sleep_for(400ms);
             const engine::Runtime::Entry entry(runtime, {10s, 10s});
             return runtime.EvaluateScript("for (let i = 0; i < 1e5; i++); 'inner'", "inner.js");
         };
         ExpectEqual(RunScript("native()", {.time = {300ms, 10s}, .native = nested}), "= inner");
         const auto endless = [](engine::Runtime& runtime, engine::Arguments&) {
             const engine::Runtime::Entry entry(runtime, {10s, 10s});
             return runtime.EvaluateScript("for (;;);", "inner.js");
         };
         ExpectEqual(RunScript("native()", {.time = {300ms, 10s}, .native = endless}), "timeout");
     }},
    {"the time for everything counts native functions",
     [] {
         const auto wait = [](engine::Runtime&, engine::Arguments& arguments) {
             std::this_thread::sleep_for(400ms);
             return arguments.Result(1);
         };
         const char* source = "native(); for (;;);";
         ExpectEqual(RunScript(source, {.time = {10s, 300ms}, .native = wait}), "timeout");
     }},
    {"memory has a limit, which ends as an error of the script",
     [] {
         for (const char* source :
              {"const all = []; for (;;) all.push('x'.repeat(1000) + all.length)",
               "new ArrayBuffer(65 * 1024 * 1024)",
               "let s = 'x'; for (;;) s += s",
               "const all = new Map(); for (let i = 0; ; i++) all.set(i, {})"})
         {
             ScriptRunner runner({.time = {10s, 10s}});
             const std::string end = runner.Run(source);
             Expect(end.starts_with("! ") || end.starts_with("trap"), std::string(source) + " ended with " + end);
             Expect(runner.Get().MemorySize() <= 64 * 1024 * 1024, "the sandbox grew past its limit");
         }
     }},
    {"a script cannot catch the refusal of memory",
     [] {
         const char* source = "try { new ArrayBuffer(1 << 30) } catch { 'went on' } finally { 'went on' }";
         ExpectEqual(RunScript(source, {.time = {10s, 10s}}), "! InternalError: out of memory");
     }},
    {"a refusal of memory spends the runtime even when the engine makes it a rejection",
     [] {
         ScriptRunner runner({.time = {10s, 10s}});
         const char* source = "new Promise(() => new ArrayBuffer(1 << 30)).catch(() => {}), 'went on'";
         ExpectEqual(runner.Run(source), "= went on");
         Expect(runner.Get().MemoryExhausted() && runner.Get().Spent(), "the runtime goes on");
     }},
    {"recursion ends without ending the process, on any stack",
     [] {
         // limits.test.ts tries more sizes with the whole host.
         for (const size_t kibibytes : {256, 8192})
         {
             OnStackOf(kibibytes * 1024, [] {
                 for (const char* source : kRecursion)
                 {
                     Survives(source);
                 }
             });
         }
     }},
    {"plain recursion is a RangeError that a script can catch",
     [] {
         for (const size_t kibibytes : {512, 1024, 8192})
         {
             OnStackOf(kibibytes * 1024, [] {
                 const char* source = "function f() { return f() + 1 } try { f() } catch (error) { error.name }";
                 ExpectEqual(RunScript(source), "= RangeError");
             });
         }
     }},
    {"an unhandled rejection is known afterwards, what was handled late is not",
     [] {
         ScriptRunner runner;
         runner.Run("Promise.reject(1)");
         Expect(runner.Get().TakeUnhandledRejection().has_value(), "the rejection is lost");
         Expect(!runner.Get().TakeUnhandledRejection().has_value(), "it is reported twice");
         runner.Run("const p = Promise.reject(1); p.catch(() => {})");
         Expect(!runner.Get().TakeUnhandledRejection().has_value(), "a handled rejection is reported");
     }},
};

} // namespace
