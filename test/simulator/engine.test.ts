// The simulator's engine: the DLL's WebAssembly, its limits, and the end of an instance.

import { describe, expect, onTestFinished, test, vi } from "vitest";
import { Clock } from "../../src/engine/clock.ts";
import { QuickJsRuntime } from "../../src/engine/quickjs-runtime.ts";
import { ScriptError, Trap } from "../../src/engine/runtime.ts";
import type { RawValue } from "../../src/engine/sandbox.ts";

const mebibyte = 1024 * 1024;
const limits = { scriptTime: 1000, hookTime: 1000, memory: 16 * mebibyte };

function start(): { runtime: QuickJsRuntime; evaluate: (code: string) => string } {
  const runtime = new QuickJsRuntime(new Clock(), limits.memory, () => {});
  const evaluate = (code: string) =>
    runtime.enter(limits, () => {
      try {
        return runtime.toText(runtime.evaluate(Buffer.from(code), "test.js", "script"));
      } catch (error) {
        if (error instanceof ScriptError)
          return `thrown: ${runtime.spent ? "spent" : runtime.toText(error.thrown as RawValue)}`;
        throw error;
      }
    });
  return { runtime, evaluate };
}

test("values pass between host and script unchanged", () => {
  const { runtime } = start();
  const seen: unknown[] = [];
  runtime.scope(() => {
    const note = runtime.nativeFunction("note", (...values) => {
      seen.push(...values);
      return Uint8Array.of(1, 2);
    });
    const values = [1, -1.5, 2n ** 64n - 1n, "ä\0𐍈\ud800", true, null, undefined].map((value) => runtime.value(value));
    const pass = runtime.evaluate(
      Buffer.from(
        "(note, ...v) => note(...v.slice(0, 2), String(v[2]), v[3], v[4], new Uint8Array([9]), new Uint8Array()).length",
      ),
      "test.js",
      "script",
    );
    expect(runtime.toNumber(runtime.call(pass, [note, ...values])).any).toBe(2);
  });
  expect(seen).toEqual([1, -1.5, "18446744073709551615", "ä\0𐍈\ud800", true, Uint8Array.of(9), new Uint8Array()]);
});

test.each([
  ["NaN", 2],
  ["-Infinity", 2],
  ["1.9", 2],
  ["2.9", 2],
  ["3.9", 3],
  ["9.5", 9],
  ["Infinity", 9],
])("the engine's number %s becomes %i in the range 2 to 9", (expression, expected) => {
  const { runtime } = start();
  runtime.scope(() => {
    const value = runtime.evaluate(Buffer.from(expression), "test.js", "script");
    expect(runtime.toNumber(value).within(2, 9)).toBe(expected);
  });
});

test("values made within a scope are freed with it", () => {
  const { runtime, evaluate } = start();
  evaluate("globalThis.watched = []; 0");
  const make = () =>
    runtime.scope(() => {
      const create = runtime.evaluate(Buffer.from("() => 'x'.repeat(1_000_000) + watched.length"), "test.js", "script");
      return runtime.toText(runtime.call(create, [])).length;
    });
  // 16 MiB hold few of them at a time.
  expect(Array.from({ length: 100 }, make)).toEqual(Array.from({ length: 100 }, () => 1_000_001));
  expect(runtime.spent).toBe(false);
});

describe("the engine's limits", () => {
  test("refuse memory beyond the limit, and remember it", () => {
    const { runtime, evaluate } = start();
    expect(evaluate("new ArrayBuffer(8 * 1024 * 1024).byteLength")).toBe(String(8 * mebibyte));
    expect(runtime.memoryExhausted).toBe(false);
    const caught = "new Promise(() => new ArrayBuffer(32 * 1024 * 1024)).catch(() => {}), 'went on'";
    expect(evaluate(caught)).toBe("went on");
    expect(runtime).toMatchObject({ memoryExhausted: true, spent: true });
  });

  test("cannot be hidden by a script that catches the lack of memory", () => {
    const { evaluate } = start();
    const code = "try { new ArrayBuffer(32 * 1024 * 1024) } catch { 'went on' } finally { 'went on' }";
    expect(evaluate(code)).toBe("thrown: spent");
  });

  test("can be raised later", () => {
    const { runtime, evaluate } = start();
    runtime.memoryLimit = 64 * mebibyte;
    expect(evaluate("new ArrayBuffer(32 * 1024 * 1024).byteLength")).toBe(String(32 * mebibyte));
  });

  test("interrupt an endless loop, which cannot catch it", () => {
    const { runtime } = start();
    const code = Buffer.from("for (;;) try { for (;;); } catch {}");
    const run = () => runtime.enter({ ...limits, scriptTime: 20 }, () => runtime.evaluate(code, "test.js", "script"));
    expect(run).toThrow(ScriptError);
    expect(runtime).toMatchObject({ timedOut: true, spent: true });
  });

  test.each([
    `Array.prototype.join.call({ length: 4294967295 }, "")`,
    `new Array(1e9) + ""`,
    "[].concat.call({ length: 2 ** 32 - 1, [Symbol.isConcatSpreadable]: true })",
    `for (;;) try { Array.prototype.join.call({ length: 4294967295 }, ""); } catch {}`,
  ])("stop a builtin that never polls for interrupts: %s", (code) => {
    const clock = new Clock();
    const runtime = new QuickJsRuntime(clock, 64 * mebibyte, () => {});
    const run = () =>
      runtime.enter(limits, () => {
        // The time is over before the builtin starts, and the interpreter does not poll in between.
        const skip = runtime.nativeFunction("skip", () => void clock.skip(60_000));
        runtime.call(runtime.evaluate(Buffer.from(`(skip) => { skip(); ${code} }`), "test.js", "script"), [skip]);
      });
    expect(run).toThrow(new Trap("the script did not stop at its deadline"));
    expect(runtime).toMatchObject({ timedOut: true, spent: true });
  });

  test("count skipped time as the script's time", () => {
    const clock = new Clock();
    const runtime = new QuickJsRuntime(clock, limits.memory, () => {});
    const elapsed = runtime.scope(() => {
      const skip = runtime.nativeFunction("skip", () => {
        clock.skip(60_000);
        return undefined;
      });
      const measure =
        "(skip) => { const [a, b] = [performance.now(), Date.now()]; skip(); return [performance.now() - a, Date.now() - b].map(Math.round).join() }";
      return runtime.toText(runtime.call(runtime.evaluate(Buffer.from(measure), "test.js", "script"), [skip]));
    });
    const [monotonic, wall] = elapsed.split(",").map(Number);
    expect(monotonic).toBeGreaterThanOrEqual(60_000);
    expect(wall).toBeGreaterThanOrEqual(60_000);
  });
});

describe("an instance of the engine", () => {
  test("survives runaway recursion", () => {
    const { runtime, evaluate } = start();
    expect(evaluate("(function f() { f() })()")).toMatch(/^thrown: RangeError/);
    expect(runtime.spent).toBe(false);
  });

  test("cannot be used after a trap", () => {
    const { runtime, evaluate } = start();
    expect(() => evaluate('JSON.parse("[".repeat(1e5))')).toThrow(new Trap("the thread's stack is exhausted"));
    expect(runtime.spent).toBe(true);
    expect(() => evaluate("1")).toThrow("the script's sandbox was discarded after an earlier trap");
  });

  test("cannot be used after an error of the host, which scripts cannot catch", () => {
    const { runtime } = start();
    const mistake = new TypeError("the host's mistake");
    const run = () =>
      runtime.scope(() => {
        const fail = runtime.nativeFunction("fail", () => {
          throw mistake;
        });
        const tryIt = runtime.evaluate(Buffer.from("(fail) => { try { fail() } catch {} }"), "test.js", "script");
        runtime.call(tryIt, [fail]);
      });
    expect(run).toThrow(mistake);
    expect(runtime.spent).toBe(true);
  });
});

test("unhandled rejections are kept until they are taken", () => {
  const { runtime } = start();
  const taken = (code: string) =>
    runtime.scope(() => {
      runtime.evaluate(Buffer.from(code), "test.js", "script");
      runtime.runJobs();
      const rejected = runtime.takeUnhandledRejection();
      return rejected === null ? null : runtime.toText(rejected.reason);
    });
  expect(taken("Promise.reject('stray')")).toBe("stray");
  expect(taken("1")).toBeNull();
  expect(taken("Promise.reject('late').catch(() => {})")).toBeNull();
});

test.each([
  ["UTC", "0"],
  ["America/New_York", "300"],
  ["Asia/Kolkata", "-330"],
])("dates are local in %s", (zone, offset) => {
  vi.stubEnv("TZ", zone);
  onTestFinished(() => void vi.unstubAllEnvs());
  expect(start().evaluate("new Date(0).getTimezoneOffset()")).toBe(offset);
});
