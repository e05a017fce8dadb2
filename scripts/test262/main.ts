/**
 * `npm run test262 -- --suite <folder>`: runs test262 on the engine as it is compiled into the host and on the same
 * WebAssembly in Node, and fails when anything is not as test/test262/expected.json says, or not the same in both.
 */

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { Command, Option } from "commander";
import { paths } from "../../src/paths.ts";
import { prepareWine, teardown } from "../../src/wslservice/wine.ts";
import { suiteFolder, wholeNumber } from "../arguments.ts";
import { buildEngines, linuxEngine, windowsEngine } from "../build/engine.ts";
import { buildLinuxTarget } from "../build/linux.ts";
import { main, run, StepError, step } from "../progress.mjs";
import { describeRun } from "./report.ts";
import { type Engine, linux, nodeEngine, runCases, windows } from "./runners.ts";
import { readSuite, type TestCase } from "./suite.ts";
import type { CaseResult, Expectations } from "./verdict.ts";

interface Options {
  readonly suite: string;
  readonly engine: readonly Engine["name"][];
  readonly every: number;
  readonly filter: string;
  readonly jobs: number;
  readonly anyCommit: boolean;
}

const engines: readonly Engine[] = [linux, nodeEngine(paths.originalEngine), windows];

const command = new Command("npm run test262 --")
  .description("Runs test262 on the engine of the host and on the same WebAssembly in Node, and compares.")
  .requiredOption("--suite <folder>", "a checkout of https://github.com/tc39/test262", suiteFolder)
  .addOption(
    new Option("--engine <names...>", "which engines; all are compared with the first")
      .choices(engines.map(({ name }) => name))
      .default(["linux", "node"]),
  )
  .option("--every <n>", "only every n-th test", wholeNumber, 1)
  .option("--filter <text>", "only tests whose path has this in it", "")
  .option("--jobs <n>", "how many processes work at a time", wholeNumber, availableParallelism())
  .option("--any-commit", "accept another commit of the suite than the pinned one")
  .allowExcessArguments(false)
  .showHelpAfterError()
  .addHelpText(
    "after",
    "\nThe exit code is 0 when every test ends as expected, in all engines alike, and 1 otherwise.",
  );

const options = command.parse().opts<Options>();

await main(async () => {
  const expected = JSON.parse(readFileSync(paths.test262Expected, "utf8")) as Expectations;
  if (!options.anyCommit) checkCommit(options.suite, expected.commit);
  const { every, filter: include } = options;
  const cases = await step("Reading the suite", () => readSuite(options.suite, { every, include }));
  if (cases.length === 0) throw new StepError(`The suite has no test whose path has "${include}" in it.`);
  const chosen = options.engine.flatMap((name) => engines.filter((engine) => engine.name === name));
  for (const { name } of chosen) await prepare(name);
  const results = new Map<string, Map<number, CaseResult>>();
  try {
    for (const engine of chosen) results.set(engine.name, await runEngine(engine, cases));
  } finally {
    if (options.engine.includes("windows")) await teardown();
  }
  const { text, problems } = describeRun(cases, results, expected);
  console.log(`\n${text}`);
  if (problems.length > 0) throw new StepError(problems.join("\n"));
});

function runEngine(engine: Engine, cases: readonly TestCase[]): Promise<Map<number, CaseResult>> {
  return step(`Running ${cases.length} cases (${engine.name})`, (report) => {
    let done = 0;
    const onResult = () => {
      done += 1;
      report(`${done} of ${cases.length}`);
    };
    const { suite, jobs } = options;
    return runCases(engine, { suite, cases, jobs, onResult });
  });
}

/** Builds what the engine needs and is not there yet. */
async function prepare(name: Engine["name"]): Promise<void> {
  if (name === "linux") {
    await buildEngines(linuxEngine);
    await buildLinuxTarget("test262-runner");
  } else if (name === "windows") {
    await buildEngines(windowsEngine);
    await step("Building the runner for Windows", (report) =>
      run("cmake", ["--build", paths.native, "--target", "test262-runner"], { report }),
    );
    await prepareWine();
  }
}

/** Other commits have other tests, for which nothing says what to expect. */
function checkCommit(suite: string, pinned: string): void {
  const found = commitOf(suite);
  if (found === pinned) return;
  throw new StepError(
    `${suite} is ${found === null ? "no git checkout" : `at ${found}`}; the expectations are those of ${pinned}. ` +
      `Check that out (git -C ${suite} checkout ${pinned}), or pass --any-commit.`,
  );
}

function commitOf(folder: string): string | null {
  try {
    return execFileSync("git", ["-C", folder, "rev-parse", "HEAD"], { encoding: "utf8", stdio: "pipe" }).trim();
  } catch {
    return null;
  }
}
