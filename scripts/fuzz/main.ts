/** `npm run fuzz`: builds the fuzzers of test/fuzz, runs them for a while, and keeps their findings. */

import { spawn } from "node:child_process";
import { mkdirSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { Command, Option } from "commander";
import { paths } from "../../src/paths.ts";
import { positiveNumber, wholeNumber } from "../arguments.ts";
import { bundleRuntime } from "../build/bundle.ts";
import { buildEngines, fuzzedEngine } from "../build/engine.ts";
import { buildLinux, buildLinuxTarget } from "../build/linux.ts";
import { main, StepError, step } from "../progress.mjs";
import { type FuzzTarget, fuzzerFlags, fuzzTargets } from "./targets.ts";

interface Options {
  readonly minutes: number;
  readonly target?: string;
  readonly jobs: number;
}

/** How many characters of a fuzzer's output are kept; the error is at its end. */
const outputKept = 16 * 1024;

const targets = fuzzTargets();

const command = new Command("npm run fuzz --")
  .description("Runs the fuzzers of test/fuzz, one after the other, and keeps what they find.")
  .option("--minutes <number>", "how long in all; every fuzzer gets the same share", positiveNumber, 10)
  .addOption(new Option("--target <name>", "only this one").choices(targets.map(({ name }) => name)))
  .option("--jobs <number>", "how many processes work on a fuzzer at a time", wholeNumber, 1)
  .allowExcessArguments(false)
  .showHelpAfterError()
  .addHelpText("after", "\nThe exit code is 0 when nothing was found, and 1 otherwise.");

const options = command.parse().opts<Options>();

await main(async () => {
  if (process.platform !== "linux") {
    throw new StepError("The fuzzers run on Linux only.");
  }
  await step("Bundling the runtime", bundleRuntime);
  await buildLinux();
  await buildEngines(fuzzedEngine);
  await buildLinuxTarget("searchers");
  const chosen = targets.filter(({ name }) => options.target === undefined || name === options.target);
  const seconds = Math.max(1, Math.round((options.minutes * 60) / chosen.length));
  const findings: string[] = [];
  for (const target of chosen) {
    findings.push(...(await fuzz(target, seconds, options.jobs)));
  }
  if (findings.length > 0) {
    throw new StepError(findings.join("\n\n"));
  }
});

/** Returns a text for each input that was found. A process stops at its first one. */
async function fuzz(target: FuzzTarget, seconds: number, jobs: number): Promise<string[]> {
  const { corpus, found } = target.work;
  mkdirSync(corpus, { recursive: true });
  mkdirSync(found, { recursive: true });
  const before = new Set(readdirSync(found));
  const runs = await step(`Fuzzing ${target.name} for ${seconds} s`, (report) =>
    Promise.all(Array.from({ length: jobs }, () => runFuzzer(target, seconds, report))),
  );
  const executions = runs.reduce((sum, run) => sum + run.executions, 0);
  console.log(`  ${executions} inputs, ${readdirSync(corpus).length} of them kept in ${relative(paths.root, corpus)}`);
  const failed = runs.find(({ failed }) => failed);
  const news = readdirSync(found).filter((name) => !before.has(name));
  if (failed !== undefined && news.length === 0) {
    return [`${failed.output}\n\n${target.searchProgram} failed without an input that shows why`];
  }
  return news.map((name) => describe(target, join(found, name), failed?.output ?? ""));
}

function describe(target: FuzzTarget, file: string, output: string): string {
  const program = relative(paths.root, target.program);
  return [
    output,
    "",
    `${target.name}: an input was found for which something does not hold. To see it again:`,
    `  ${[program, ...fuzzerFlags, relative(paths.root, file)].join(" ")}`,
    "To make it smaller:",
    `  ${[program, ...fuzzerFlags, "-minimize_crash=1", "-max_total_time=60", relative(paths.root, file)].join(" ")}`,
    `To have npm test try it from now on, copy it to ${join("test", "fuzz", target.name, "found")} under a name that says what it is.`,
  ].join("\n");
}

interface FuzzerRun {
  readonly failed: boolean;
  readonly executions: number;
  readonly output: string;
}

function runFuzzer(target: FuzzTarget, seconds: number, report: (line: string) => void): Promise<FuzzerRun> {
  const args = [
    ...fuzzerFlags,
    `-max_total_time=${seconds}`,
    `-artifact_prefix=${target.work.found}/`,
    "-print_final_stats=1",
    "-reload=1",
    ...(target.dictionary === undefined ? [] : [`-dict=${target.dictionary}`]),
    // New inputs go into the first folder.
    target.work.corpus,
    ...target.inputs,
  ];
  return new Promise((resolve, reject) => {
    const child = spawn(target.searchProgram, args, { stdio: ["ignore", "ignore", "pipe"] });
    let output = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      output = (output + text).slice(-outputKept);
      const progress = text.match(/^#\d+.*cov:.*$/gm)?.at(-1);
      if (progress !== undefined) report(progress.replace(/\s+/g, " "));
    });
    child.on("error", (error) =>
      reject(new StepError(`${target.searchProgram} could not be started: ${error.message}`)),
    );
    child.on("close", (code) => {
      const executions = Number(/stat::number_of_executed_units:\s+(\d+)/.exec(output)?.[1] ?? 0);
      resolve({ failed: code !== 0, executions, output: output.trimEnd() });
    });
  });
}
