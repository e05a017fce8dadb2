/** The built command line tool in a folder of its own for each test. */

import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeAll, beforeEach } from "vitest";
import { paths } from "../../src/paths.ts";
import { bundledCli } from "./bundles.ts";
import { RunningProgram } from "./running-program.ts";

export interface Outcome {
  readonly code: number | string | null | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** With V8's baseline compiler alone: to optimize the engine's WebAssembly takes longer than most commands run. */
const commandLine = (args: readonly string[]) => ["--liftoff-only", paths.cli, ...args];

let current = "";
const running: RunningProgram[] = [];

/** To be called at the top of a test file. */
export function useCli(): void {
  beforeAll(bundledCli);
  beforeEach(() => {
    current = mkdtempSync(join(tmpdir(), "wsl-script-host-cli-"));
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((one) => one.kill()));
    rmSync(current, { recursive: true });
  });
}

/** The current test's folder. */
export function folder(): string {
  return current;
}

export function cli(...args: string[]): Promise<Outcome> {
  return cliWith({}, ...args);
}

/** With more variables in the environment. */
export function cliWith(variables: NodeJS.ProcessEnv, ...args: string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    const env = { ...process.env, ...variables };
    execFile(process.execPath, commandLine(args), { cwd: current, env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : error.code, stdout, stderr });
    });
  });
}

/** A command that goes on until it is stopped. It ends with the test. */
export function startCli(...args: string[]): RunningProgram {
  const program = new RunningProgram([process.execPath, ...commandLine(args)], current);
  running.push(program);
  return program;
}

/** Relative to the folder. */
export function write(file: string, text: string | Uint8Array): void {
  mkdirSync(dirname(join(current, file)), { recursive: true });
  writeFileSync(join(current, file), text);
}

export function read(file: string): string {
  return readFileSync(join(current, file), "utf8");
}
