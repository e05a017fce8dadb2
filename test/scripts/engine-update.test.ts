// `npm run engine:update`: its report on two versions of the engine.

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { EngineFacts } from "../../scripts/engine-update/facts.ts";
import { describeUpdate } from "../../scripts/engine-update/report.ts";
import { compareResults } from "../../scripts/engine-update/suite-comparison.ts";
import { casesOf } from "../../scripts/test262/suite.ts";
import type { CaseResult } from "../../scripts/test262/verdict.ts";
import { paths } from "../../src/paths.ts";

const before: EngineFacts = {
  version: "1.0.0",
  quickjs: "0.1.0",
  wasm: "before.wasm",
  bytes: 100,
  imports: new Map([["host_call", "u32 host_call(u32)"]]),
  exports: new Map([
    ["JS_Eval", "u64 JS_Eval(u32)"],
    ["JS_Call", "u64 JS_Call(u32)"],
    ["JS_Old", "void JS_Old()"],
  ]),
  functions: 3,
  generatedBytes: 1000,
  largestOffset: 16,
};

const after: EngineFacts = {
  ...before,
  version: "1.10.0",
  bytes: 120,
  imports: new Map([...before.imports, ["host_new", "void host_new()"]]),
  exports: new Map([
    ["JS_Eval", "u64 JS_Eval(u32, u64)"],
    ["JS_Call", "u64 JS_Call(u32)"],
    ["JS_New", "void JS_New()"],
  ]),
};

const releases = ["1.0.0", "1.2.0", "1.10.0"].map((version, index) => ({
  version,
  date: new Date(2026, index, 1, 12),
}));

test("the report names the distance, the sizes, and each import and export that differs", () => {
  const text = describeUpdate({
    name: "engine",
    releases,
    before,
    after,
    used: new Set(["JS_Eval", "JS_Old"]),
    onSuite: null,
  });
  expect(text.split("\n")).toEqual(
    expect.arrayContaining([
      "# engine 1.0.0 to 1.10.0",
      "2 releases (1.2.0, 1.10.0) and 59 days apart; 1.10.0 is of 2026-03-01.",
      "| WebAssembly, bytes | 100 | 120 |",
      "- new: `void host_new()`",
      "- changed, **used here**: `u64 JS_Eval(u32)` is `u64 JS_Eval(u32, u64)`",
      "- gone, **used here**: `void JS_Old()`",
      "- new: `void JS_New()`",
    ]),
  );
  expect(text).not.toContain("JS_Call");
});

test("the report names the tests that the update gains, loses and breaks", () => {
  const cases = ["gained.js", "lost.js", "same.js"].flatMap((path) => casesOf(path, "/*---\nflags: [noStrict]\n---*/"));
  const passed: CaseResult = { outcome: "done", stage: "", thrown: "", printed: "", diagnostics: "", fingerprint: "" };
  const threw: CaseResult = { ...passed, outcome: "threw" };
  const trapped: CaseResult = { ...passed, outcome: "trap" };
  const results = (...all: CaseResult[]) => new Map(all.map((result, number) => [number, result]));
  const onSuite = compareResults(cases, results(threw, passed, passed), results(passed, trapped, passed));
  expect(onSuite).toEqual({
    cases: 3,
    passed: [2, 2],
    gained: ["gained.js"],
    lost: ["lost.js"],
    crashes: ["lost.js: trap"],
  });
  const text = describeUpdate({ name: "engine", releases, before, after, used: new Set(), onSuite });
  expect(text).toContain("| test262, of 3 cases | 2 | 2 |");
  expect(text).toContain("## test262: fail now\n\n- lost.js\n");
});

test.each([
  ["a suite that is none", ["--suite", paths.root], "It must be a test262 folder."],
  ["no number", ["--every", "tenth"], "It must be a whole number above 0."],
])("npm run engine:update refuses %s", (_, args, message) => {
  const script = join(paths.root, "scripts", "engine-update", "main.ts");
  const { status, stderr } = spawnSync(process.execPath, ["--import", "tsx", script, ...args], {
    cwd: paths.root,
    encoding: "utf8",
  });
  expect(status).toBe(1);
  expect(stderr).toContain(message);
});
