/** The built command line tool in a folder of its own for each test. */

import { type ChildProcessByStdio, execFile, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { afterEach, beforeAll, beforeEach } from "vitest";
import { bundleCli, bundleRuntime, bundleWebGlobals } from "../../scripts/build/bundle.ts";
import { paths } from "../../src/paths.ts";

export interface Outcome {
  readonly code: number | string | null | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

let current = "";
const running = new Set<RunningCli>();

/** To be called at the top of a test file. */
export function useCli(): void {
  beforeAll(async () => {
    await bundleRuntime();
    await bundleCli();
    await bundleWebGlobals();
  });
  beforeEach(() => {
    current = mkdtempSync(join(tmpdir(), "wsl-script-host-cli-"));
  });
  afterEach(async () => {
    await Promise.all([...running].map((one) => one.stop("SIGKILL")));
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
    execFile(process.execPath, [paths.cli, ...args], { cwd: current, env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : error.code, stdout, stderr });
    });
  });
}

/** A command that goes on until it is stopped. It ends with the test. */
export function startCli(...args: string[]): RunningCli {
  return new RunningCli(args);
}

export class RunningCli {
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  readonly #ended: Promise<number | NodeJS.Signals | null>;
  #output = "";
  #onOutput = () => {};

  constructor(args: readonly string[]) {
    // The first of a group of its own, as a shell starts it.
    const options = { cwd: current, detached: true } as const;
    this.#child = spawn(process.execPath, [paths.cli, ...args], { ...options, stdio: ["ignore", "pipe", "pipe"] });
    running.add(this);
    this.#ended = new Promise((resolve) => {
      this.#child.once("close", (code, signal) => {
        running.delete(this);
        resolve(code ?? signal);
        this.#onOutput();
      });
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        this.#output += text;
        this.#onOutput();
      });
    }
  }

  /** Both streams. */
  get output(): string {
    return this.#output;
  }

  /** Resolves once the output has the text behind what an earlier call of this has found. Throws if the command ends before. */
  async printed(text: string): Promise<void> {
    for (;;) {
      const at = this.#output.indexOf(text, this.#seen);
      if (at >= 0) {
        this.#seen = at + text.length;
        return;
      }
      if (this.#child.exitCode !== null || this.#child.signalCode !== null) {
        throw new Error(`It has ended without printing ${JSON.stringify(text)}:\n${this.#output}`);
      }
      await new Promise<void>((resolve) => {
        this.#onOutput = resolve;
      });
    }
  }
  #seen = 0;

  /** Resolves once the text has been printed, wherever. */
  async shows(text: string): Promise<void> {
    const seen = this.#seen;
    this.#seen = 0;
    await this.printed(text);
    this.#seen = Math.max(seen, this.#seen);
  }

  /** Resolves with the exit code, or the signal that ended it. */
  stop(signal: NodeJS.Signals): Promise<number | NodeJS.Signals | null> {
    this.#child.kill(signal);
    return this.#ended;
  }

  /** What a terminal does at Ctrl-C: also the processes that it has started get the signal. */
  stopGroup(signal: NodeJS.Signals): Promise<number | NodeJS.Signals | null> {
    if (this.#child.pid !== undefined) process.kill(-this.#child.pid, signal);
    return this.#ended;
  }

  get ended(): Promise<number | NodeJS.Signals | null> {
    return this.#ended;
  }
}

/** Relative to the folder. */
export function write(file: string, text: string | Uint8Array): void {
  mkdirSync(dirname(join(current, file)), { recursive: true });
  writeFileSync(join(current, file), text);
}

export function read(file: string): string {
  return readFileSync(join(current, file), "utf8");
}
