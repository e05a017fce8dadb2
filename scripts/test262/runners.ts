/** The engines, each as a process that runs the cases of a list and prints how they ended. */

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { paths } from "../../src/paths.ts";
import { wineEnvironment } from "../../src/wslservice/wine.ts";
import { caseLine, type TestCase } from "./suite.ts";
import { type CaseResult, withoutResult } from "./verdict.ts";

export interface Run {
  readonly suite: string;
  readonly cases: readonly TestCase[];
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
  const folder = mkdtempSync(join(tmpdir(), "wsl-script-host-test262-"));
  const list = join(folder, "cases.tsv");
  try {
    writeFileSync(list, run.cases.map((test) => `${caseLine(test)}\n`).join(""));
    await Promise.all(Array.from({ length: run.jobs }, (_, job) => runShare(engine, run, list, job, results)));
  } finally {
    rmSync(folder, { recursive: true });
  }
  return results;
}

/** A process that ends before its last case has ended of the one that it was at; the next goes on behind that. */
async function runShare(
  engine: Engine,
  run: Run,
  list: string,
  first: number,
  results: Map<number, CaseResult>,
): Promise<void> {
  for (let next = first; next < run.cases.length; ) {
    const end = await runProcess(engine, run, list, next, (number, result) => {
      results.set(number, result);
      next = number + run.jobs;
      run.onResult();
    });
    if (next < run.cases.length) {
      results.set(next, withoutResult(end.kind === "hang" ? "hang" : "crash", end.text));
      next += run.jobs;
    } else if (end.kind !== "exit") {
      throw new Error(`${engine.command.join(" ")} failed behind its last case: ${end.text}`);
    }
  }
}

/** How a runner's process has ended. */
interface End {
  readonly kind: "exit" | "crash" | "hang";
  readonly text: string;
}

function runProcess(
  { command, lastArguments = [], env = process.env }: Engine,
  { suite, jobs }: Run,
  list: string,
  first: number,
  onResult: (number: number, result: CaseResult) => void,
): Promise<End> {
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
      const text = `${signal ?? `exit code ${code}`} ${errors.trim()}`.trim();
      resolve(hangs ? { kind: "hang", text: "hang" } : { kind: code === 0 ? "exit" : "crash", text });
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
