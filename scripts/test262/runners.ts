/** The engines, each as a process that runs the cases of a list and prints how they ended. */

import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { paths } from "../../src/paths.ts";
import { wineEnvironment } from "../../src/wslservice/wine.ts";
import type { CaseResult } from "./verdict.ts";

export interface Run {
  readonly suite: string;
  /** The file with a line for each case, and how many there are. */
  readonly list: string;
  readonly count: number;
  /** Processes at a time. */
  readonly jobs: number;
  /** Gets each result as it comes. */
  readonly onResult: () => void;
}

/** How an engine's runner is started; the arguments are added. */
export interface Engine {
  readonly name: string;
  readonly command: readonly string[];
  readonly lastArguments?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

export const linux: Engine = { name: "linux", command: [paths.linuxTest262] };
export const windows: Engine = { name: "windows", command: ["wine", paths.windowsTest262], env: wineEnvironment() };

/** The WebAssembly as it is in the package, compiled by Node. */
export function nodeEngine(wasm: string): Engine {
  // More stack than Node's own functions need, since the engine's are larger in its code than in a compiler's.
  const command = [
    process.execPath,
    "--stack-size=3900",
    "--import",
    "tsx",
    join(import.meta.dirname, "node-runner.ts"),
  ];
  return { name: "node", command, lastArguments: [wasm] };
}

/** How long JavaScript may run in a case, and how long a process may say nothing: long enough for a machine that is busy. */
const caseSeconds = 120;
const silence = 300_000;

/** Runs the cases; each number of one leads to its result. */
export async function runCases(engine: Engine, run: Run): Promise<Map<number, CaseResult>> {
  const results = new Map<number, CaseResult>();
  const shares = Array.from({ length: run.jobs }, (_, job) => runShare(engine, run, job, results));
  await Promise.all(shares);
  return results;
}

/** A process that ends before its time has ended of the case that it was at; the next goes on behind that. */
async function runShare(engine: Engine, run: Run, first: number, results: Map<number, CaseResult>): Promise<void> {
  for (let next = first; next < run.count; ) {
    const end = await runProcess(engine, run, next, (number, result) => {
      results.set(number, result);
      next = number + run.jobs;
      run.onResult();
    });
    if (end === "finished" || next >= run.count) return;
    if (end.startsWith("usage:")) throw new Error(`${engine.command.join(" ")}: ${end}`);
    results.set(next, { ...ended, outcome: end === "hang" ? "hang" : "crash", thrown: end });
    next += run.jobs;
  }
}

const ended = { stage: "", thrown: "", printed: "", diagnostics: "", fingerprint: "" };

function runProcess(
  { command, lastArguments = [], env = process.env }: Engine,
  { suite, list, jobs }: Run,
  first: number,
  onResult: (number: number, result: CaseResult) => void,
): Promise<"finished" | "hang" | string> {
  const [program = "", ...options] = command;
  const args = [suite, paths.test262Prelude, list, first, jobs, caseSeconds].map(String);
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...options, ...args, ...lastArguments], { env, stdio: ["ignore", "pipe", "pipe"] });
    let hangs = false;
    const alarm = setTimeout(() => {
      hangs = true;
      child.kill("SIGKILL");
    }, silence);
    let errors = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      errors = (errors + text).slice(-4096);
    });
    createInterface({ input: child.stdout.setEncoding("latin1") }).on("line", (line) => {
      alarm.refresh();
      onResult(...parseResult(line));
    });
    child.on("error", reject);
    child.on("close", (code, signal) => {
      clearTimeout(alarm);
      if (code === 0) resolve("finished");
      else resolve(hangs ? "hang" : `${signal ?? `exit code ${code}`} ${errors.trim()}`);
    });
  });
}

function parseResult(line: string): [number, CaseResult] {
  const [number, outcome, stage = "", thrown = "", printed = "", diagnostics = "", fingerprint = ""] = line.split("\t");
  return [
    Number(number),
    { outcome: outcome as CaseResult["outcome"], stage, thrown, printed, diagnostics, fingerprint: fingerprint.trim() },
  ];
}
