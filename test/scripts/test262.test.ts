// `npm run test262`: what it makes of a suite, and that nothing that it should fail for gets past it.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { describeRun } from "../../scripts/test262/report.ts";
import { type Engine, linux, nodeEngine, runCases } from "../../scripts/test262/runners.ts";
import { casesOf, readSuite, type TestCase } from "../../scripts/test262/suite.ts";
import type { CaseResult, Expectations } from "../../scripts/test262/verdict.ts";
import { paths } from "../../src/paths.ts";

describe("a test262 test's description", () => {
  const describedBy = (description: string, code = "") =>
    casesOf("a/b.js", `// ©\n/*---\n${description}\n---*/\n${code}`);

  test("without flags asks for both modes and the usual harness", () => {
    const test = { path: "a/b.js", kind: "script", features: [], isAsync: false, negative: null, needsLoader: false };
    const includes = ["assert.js", "sta.js"];
    expect(describedBy("info: none")).toEqual([
      { ...test, includes, strict: false },
      { ...test, includes, strict: true },
    ]);
  });

  test.each([
    ["flags: [onlyStrict]", [true]],
    ["flags: [noStrict]", [false]],
    ["flags: [raw]", [false]],
    ["flags: [module]", [false]],
    ["flags:\n  - noStrict\n  - async", [false]],
  ])("%j chooses the modes", (flags, modes) => {
    expect(describedBy(flags).map(({ strict }) => strict)).toEqual(modes);
  });

  test("names harness files, features and the expected error, in either notation", () => {
    const [asList] = describedBy(
      "flags: [async, noStrict]\nincludes: [a.js, b.js]\nfeatures:\n  - X\n  - Y\nnegative:\n  phase: parse\n  type: SyntaxError",
    );
    expect(asList).toMatchObject({
      includes: ["assert.js", "sta.js", "doneprintHandle.js", "a.js", "b.js"],
      features: ["X", "Y"],
      isAsync: true,
      negative: "SyntaxError",
    });
  });

  test.each(["import './x_FIXTURE.js';", "import('../y.js');", "export * from './z.js';"])(
    "%s needs a loader",
    (code) => {
      expect(describedBy("flags: [module]", code)[0]?.needsLoader).toBe(true);
    },
  );
});

const fine: CaseResult = {
  outcome: "done",
  stage: "jobs",
  thrown: "",
  printed: "",
  diagnostics: "",
  fingerprint: "1:2",
};
const thrown: CaseResult = { ...fine, outcome: "threw", thrown: "TypeError: no\n at b.js:1:1" };
const expected: Expectations = {
  commit: "",
  features: { Intl: "no Intl" },
  paths: { "staging/": "staging" },
  failures: { "known to fail": ["known.js"] },
};

function reportOn(path: string, one: CaseResult, other: CaseResult, description: string): string[] {
  const cases = casesOf(path, `/*---\n${description}\n---*/`);
  const results = (result: CaseResult) => new Map(cases.map((_, number) => [number, result]));
  const engines = new Map([
    ["linux", results(one)],
    ["node", results(other)],
  ]);
  return [...describeRun(cases, engines, expected).problems];
}

describe("a test262 run", () => {
  test.each([
    ["a test passes", "a.js", fine, "flags: [noStrict]"],
    ["a test throws what it must", "a.js", thrown, "flags: [noStrict]\nnegative:\n  phase: runtime\n  type: TypeError"],
    [
      "an asynchronous test says that it is complete",
      "a.js",
      { ...fine, printed: "Test262:AsyncTestComplete\\n" },
      "flags: [async]",
    ],
    ["a test fails as expected", "known.js", thrown, "flags: [noStrict]"],
    ["a test of a feature that is not there fails", "a.js", thrown, "features: [Intl]"],
    ["a test in a place that is not judged fails", "staging/a.js", thrown, "flags: [noStrict]"],
  ])("succeeds when %s", (_, path, result, description) => {
    expect(reportOn(path, result, result, description)).toEqual([]);
  });

  test.each([
    ["a test fails", "a.js", thrown, thrown, "flags: [noStrict]"],
    [
      "a test throws in the harness",
      "a.js",
      { ...thrown, stage: "harness" },
      { ...thrown, stage: "harness" },
      "negative:\n  phase: runtime\n  type: TypeError",
    ],
    [
      "a test throws something else than it must",
      "a.js",
      thrown,
      thrown,
      "negative:\n  phase: runtime\n  type: RangeError",
    ],
    ["an asynchronous test says nothing", "a.js", fine, fine, "flags: [async]"],
    ["a test passes that is expected to fail", "known.js", fine, fine, "flags: [noStrict]"],
    ["two engines end otherwise", "known.js", thrown, fine, "flags: [noStrict]"],
    ["two engines leave other memory", "a.js", fine, { ...fine, fingerprint: "1:3" }, "flags: [noStrict]"],
    [
      "two engines throw in other words",
      "known.js",
      thrown,
      { ...thrown, thrown: "TypeError: nein" },
      "flags: [noStrict]",
    ],
    [
      "an engine traps where no test is judged",
      "staging/a.js",
      { ...fine, outcome: "trap" },
      { ...fine, outcome: "trap" },
      "flags: [noStrict]",
    ],
    [
      "an engine never ends",
      "known.js",
      { ...fine, outcome: "timeout" },
      { ...fine, outcome: "timeout" },
      "flags: [noStrict]",
    ],
  ] as const)("fails when %s", (_, path, one, other, description) => {
    expect(reportOn(path, one, other, description).join("\n")).toContain(path);
  });

  test("fails when a case has no result, even if it is expected to fail", () => {
    const cases = casesOf("known.js", "");
    const { problems } = describeRun(cases, new Map([["linux", new Map([[0, thrown]])]]), expected);
    expect(problems.join("\n")).toContain("known.js (strict): linux: crash no result");
  });
});

describe("the test262 runners", () => {
  let suite = "";
  const files = {
    "harness/assert.js": "function assert(value) { if (value !== true) throw new Error('assertion'); }",
    "harness/sta.js": "",
    "harness/doneprintHandle.js": "function $DONE() { print('Test262:AsyncTestComplete'); }",
    "test/async.js": "/*---\nflags: [async]\n---*/\nPromise.resolve().then(() => $DONE());",
    "test/clock.js": "assert(Date.now() < 1750000001000); assert(Math.random() < 1);",
    "test/module.js":
      "/*---\nflags: [module]\n---*/\nawait 0; export default 1; $262.gc(); throw new TypeError(typeof import.meta);",
    "test/realm.js":
      "const other = $262.createRealm(); assert(other.evalScript('[]') instanceof Array === false); assert(typeof $262.IsHTMLDDA === 'undefined');",
    "test/detach.js":
      "const bytes = new Uint8Array(8); $262.detachArrayBuffer(bytes.buffer); assert(bytes.length === 0);",
    "test/deep.js": "(function f() { f(); })();",
    "test/unicode.js": "throw 'é\\ud800\\n\\t';",
  };

  beforeAll(() => {
    suite = mkdtempSync(join(tmpdir(), "wsl-script-host-test262-"));
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(suite, name)), { recursive: true });
      writeFileSync(join(suite, name), text);
    }
  });
  afterAll(() => rmSync(suite, { recursive: true, force: true }));

  function start(engine: Engine, cases: readonly TestCase[], jobs = 1) {
    return runCases(engine, { suite, cases, jobs, onResult: () => {} });
  }

  test("report the same end of each case in all engines", async () => {
    const cases = readSuite(suite, { every: 1, include: "" });
    const results = await start(nodeEngine(paths.originalEngine), cases);
    const ends = cases.map(({ path, strict }, number) => {
      const { outcome, stage, thrown, printed } = results.get(number) ?? fine;
      return [path, strict, outcome, stage, thrown.replace(/\\n.*/, ""), printed];
    });
    const both = (path: string, ...end: string[]) => [false, true].map((strict) => [path, strict, ...end]);
    expect(ends).toEqual([
      ...both("async.js", "done", "jobs", "", "Test262:AsyncTestComplete\\n"),
      ...both("clock.js", "done", "jobs", "", ""),
      ...both("deep.js", "threw", "run", "RangeError: Maximum call stack size exceeded", ""),
      ...both("detach.js", "done", "jobs", "", ""),
      ["module.js", false, "threw", "jobs", "TypeError: object", ""],
      ...both("realm.js", "done", "jobs", "", ""),
      // UTF-8, a character for each byte.
      ...both("unicode.js", "threw", "run", "value: Ã©í\u00a0\u0080", ""),
    ]);
    if (process.platform === "linux") expect(await start(linux, cases, 2)).toEqual(results);
  });

  test("continue after a case that ends the process", async () => {
    const cases = readSuite(suite, { every: 1, include: "async" }).concat(
      readSuite(suite, { every: 1, include: "clock" }),
    );
    const script = `
      for (let number = Number(process.argv[4]); number < 4; number++) {
        if (number === 1) { console.error("so long"); process.exit(3); }
        console.log(number + "\\tdone\\tjobs\\t\\t\\t\\t1:2");
      }`;
    const results = await start({ name: "broken", command: [process.execPath, "-e", script, "--"] }, cases);
    expect([...results].sort().map(([number, { outcome, thrown }]) => [number, outcome, thrown])).toEqual([
      [0, "done", ""],
      [1, "crash", "exit code 3 so long"],
      [2, "done", ""],
      [3, "done", ""],
    ]);
  });

  test("report a case without a result as a crash, even if the process succeeds", async () => {
    const cases = readSuite(suite, { every: 1, include: "clock" });
    const results = await start({ name: "silent", command: [process.execPath, "-e", "", "--"] }, cases);
    expect([...results.values()].map(({ outcome, thrown }) => [outcome, thrown])).toEqual([
      ["crash", "exit code 0"],
      ["crash", "exit code 0"],
    ]);
  });

  test("throw when the process fails after its last case", async () => {
    const cases = readSuite(suite, { every: 1, include: "module" });
    const script = 'console.log("0\\tdone\\tjobs\\t\\t\\t\\t1:2"); process.exitCode = 3;';
    const started = start({ name: "leaking", command: [process.execPath, "-e", script, "--"] }, cases);
    await expect(started).rejects.toThrow("failed behind its last case: exit code 3");
  });
});
