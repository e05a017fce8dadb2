// Known bugs of the engine. A test here fails when an update fixes its bug: then remove its row in docs/reliability.md,
// and the workaround.

import { expect, test } from "vitest";
import { Clock } from "../../src/engine/clock.ts";
import { QuickJsRuntime } from "../../src/engine/quickjs-runtime.ts";
import { ScriptError } from "../../src/engine/runtime.ts";
import type { RawValue } from "../../src/engine/sandbox.ts";

function evaluate(code: string): string {
  const runtime = new QuickJsRuntime(new Clock(), 64 * 1024 * 1024, () => {});
  return runtime.enter({ scriptTime: 5000, hookTime: 5000, memory: 0 }, () => {
    try {
      return runtime.toText(runtime.evaluate(Buffer.from(code), "test.js", "script"));
    } catch (error) {
      if (!(error instanceof ScriptError)) throw error;
      return `${runtime.toText(error.thrown as RawValue)} | ${runtime.toText(runtime.get(error.thrown as RawValue, "stack"))}`;
    }
  });
}

test("E1: spreading a string into an object copies none of its characters", () => {
  expect(evaluate('JSON.stringify({ ..."hi" })')).toBe("{}");
  expect(evaluate('JSON.stringify(Object.assign({}, "hi"))')).toBe('{"0":"h","1":"i"}');
});

test("E2: a dash or a slash outside of a class is refused with the flag v", () => {
  expect(evaluate("/-/v.source")).toMatch(/^SyntaxError: invalid character in class/);
  expect(evaluate("new RegExp('a/b', 'v').source")).toMatch(/^SyntaxError: invalid character in class/);
  expect(evaluate("/[\\-]/v.test('-')")).toBe("true");
  expect(evaluate("/\\x2d\\//v.test('-/')")).toBe("true");
});

test("E3: a syntax error in a regular expression literal has no place, but all others have one", () => {
  expect(evaluate("\n/(/")).toMatch(/^SyntaxError: expecting '\)' \|\s*(?:at <eval>\s*)?$/);
  expect(evaluate("\nconst b = ;")).toMatch(/\(?test\.js:2:11/);
});

test("E4: running out of memory is a rejection in a promise's executor, and cannot be caught anywhere else", () => {
  const code =
    "let end = 'not called'; new Promise(() => new ArrayBuffer(1 << 30)).catch(() => { end = 'called' }); end";
  expect(evaluate(code)).toBe("not called");
  expect(evaluate("try { new ArrayBuffer(1 << 30) } catch { 'caught' }")).toMatch(/^InternalError: out of memory/);
});
