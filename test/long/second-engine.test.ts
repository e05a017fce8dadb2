// The runtime's tests and the fuzzers' scripts in two other engines, from quickjs-emscripten: code that relies on one
// engine's peculiarities behaves differently there. test/support/witness-differences.json lists the known differences
// and their reasons.

import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { transform } from "esbuild";
import { describe, expect, test } from "vitest";
import { paths } from "../../src/paths.ts";
import { Engine } from "../support/engine.ts";
import { reportFigure } from "../support/figures.ts";
import { type Witness, Engine as WitnessEngine, witnesses } from "../support/witness-engine.ts";

/** Reasons, and the tests and scripts that each of them explains. */
type Differences = Readonly<Record<Witness, Readonly<Record<string, readonly string[]>>>>;

const differences: Differences = JSON.parse(
  readFileSync(join(paths.root, "test", "support", "witness-differences.json"), "utf8"),
);

interface TestReport {
  readonly numTotalTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

describe.each(witnesses)("in %s", (witness) => {
  const expected = Object.values(differences[witness]).flat();

  test("the runtime's tests pass, except for the known failures", async () => {
    const { numTotalTests, testResults } = await runTests(witness);
    const failed = testResults.flatMap(({ name, assertionResults }) =>
      assertionResults
        .filter(({ status }) => status === "failed")
        .map(({ fullName }) => `${relative(join(paths.root, "test", "runtime"), name)}: ${fullName}`),
    );
    expect(testResults.filter(({ assertionResults }) => assertionResults.length === 0)).toEqual([]);
    reportFigure(
      "second-engine",
      `${witness}: ${numTotalTests - failed.length} of ${numTotalTests} tests of the runtime pass`,
    );
    expect(failed.sort()).toEqual(expected.filter((title) => !title.startsWith("script ")).sort());
  });

  test("the fuzzers' scripts behave as in the host's engine", async () => {
    const all = await scripts();
    const differing: string[] = [];
    for (const [name, source] of all) {
      const ours = await outcomeOf(await Engine.start({ natives }), source);
      const theirs = await outcomeOf(await WitnessEngine.start({ natives }, witness), source);
      if (JSON.stringify(ours) !== JSON.stringify(theirs)) differing.push(`script ${name}`);
    }
    reportFigure(
      "second-engine",
      `${witness}: ${all.length - differing.length} of ${all.length} of the fuzzers' scripts do the same`,
    );
    expect(differing.sort()).toEqual(expected.filter((title) => title.startsWith("script ")).sort());
  });
});

async function runTests(witness: Witness): Promise<TestReport> {
  const vitest = join(paths.root, "node_modules", "vitest", "vitest.mjs");
  const args = [vitest, "run", "--mode", "witness", "--reporter=json"];
  const env = { ...process.env, WSL_SCRIPT_HOST_WITNESS: witness };
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    cwd: paths.root,
    env,
    maxBuffer: 2 ** 28,
  }).catch(
    // It fails together with the tests; the report names them.
    (error: { readonly stdout: string }) => error,
  );
  return JSON.parse(stdout.slice(stdout.indexOf("{"), stdout.lastIndexOf("}") + 1));
}

/** The corpus of the fuzzer of scripts without `using`, but for the one that never ends: that is the host's business. */
function scripts(): Promise<[name: string, source: string][]> {
  const folder = join(paths.fuzz, "script", "corpus");
  const names = readdirSync(folder).filter((name) => name !== "limits.js");
  return Promise.all(names.map(async (name) => [name, await withoutUsing(readFileSync(join(folder, name), "utf8"))]));
}

function withoutUsing(source: string): Promise<string> {
  return transform(source, { supported: { using: false }, logLevel: "silent" }).then(
    ({ code }) => code,
    // One of them is intentionally wrong.
    () => source,
  );
}

const fileNotFound = 0x80070002 | 0;

/** Every call of WSL fails: the runtime does not control what a process does. */
const natives = { _executeBinary: () => fileNotFound, _mountFolder: () => fileNotFound };

const running = '7, "S-1-5-18", "12345678-1234-1234-1234-123456789abc", "Debian", 5n, null, 3, "debian", "12"';
const offline = '7, "S-1-5-18", "12345678-1234-1234-1234-123456789abc", "Arch", "P", null, null';
const hooks = ['7, "S-1-5-18", 2', '7, "S-1-5-18"', running, running, offline, offline];

/** The result of a script: how it loads, how each hook ends, and what it logs. */
async function outcomeOf(engine: Pick<Engine, "load" | "run" | "settle" | "log">, source: string): Promise<unknown> {
  const loaded = attempt(() => engine.load(source));
  const called = hooks.map((values, hook) =>
    attempt(() => {
      const outcome = engine.settle(`(async () => { try { await dispatch.invoke(${hook}, ${values}); return "done" }
        catch (error) { const { name, message, hresult } = dispatch.describeError(error); return [name, message, hresult] } })()`);
      engine.run("dispatch.leaveHook()");
      return outcome;
    }),
  );
  return JSON.parse(JSON.stringify({ loaded, called, log: engine.log }, (_, value) => withoutEngineTexts(value)));
}

function attempt(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error instanceof Error ? `threw ${error.name}: ${error.message}` : "threw";
  }
}

/** Each engine has its own error messages, and its own way to count columns. */
function withoutEngineTexts(value: unknown): unknown {
  if (typeof value !== "string") return value;
  return value
    .replace(/\b((?:Type|Range|Syntax|Reference|Internal)Error)\b.*/s, "$1")
    .replaceAll(/hello\.js:(\d+):\d+/g, "hello.js:$1");
}
