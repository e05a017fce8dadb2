/** A program that goes on until it is stopped, and what it prints meanwhile. */

import { type ChildProcess, spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";

/** Less than a test's time, so that a failure says what was expected. */
const patience = 50_000;

export class RunningProgram {
  /** Resolves with the exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
  readonly #child: ChildProcess;
  readonly #changes = new EventEmitter();
  #output = "";
  #seen = 0;
  #hasEnded = false;

  constructor([program = "", ...args]: readonly string[], cwd: string, env: NodeJS.ProcessEnv = process.env) {
    // The first of a group of its own, as a shell starts it.
    this.#child = spawn(program, args, { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        this.#output += text;
        this.#changes.emit("change");
      });
    }
    this.ended = once(this.#child, "close").then(([code, signal]) => {
      this.#hasEnded = true;
      this.#changes.emit("change");
      return code ?? signal;
    });
  }

  /** Both streams. */
  get output(): string {
    return this.#output;
  }

  /** Resolves once it has printed the text behind what earlier calls have found. */
  async printed(text: string): Promise<void> {
    this.#seen = await this.#endOf(text, this.#seen);
  }

  /** Resolves once it has printed the text, wherever. */
  async shows(text: string): Promise<void> {
    this.#seen = Math.max(this.#seen, await this.#endOf(text, 0));
  }

  stop(signal: NodeJS.Signals): Promise<number | NodeJS.Signals | null> {
    this.#child.kill(signal);
    return this.ended;
  }

  /** What a terminal does at Ctrl-C: also the processes that it has started get the signal. */
  stopGroup(signal: NodeJS.Signals): Promise<number | NodeJS.Signals | null> {
    if (this.#child.pid !== undefined) process.kill(-this.#child.pid, signal);
    return this.ended;
  }

  /** Ends it and what it has started: esbuild's service can outlive a program that is killed during a build. */
  async kill(): Promise<void> {
    try {
      await this.stopGroup("SIGKILL");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }

  async #endOf(text: string, start: number): Promise<number> {
    const deadline = AbortSignal.timeout(patience);
    for (;;) {
      const at = this.#output.indexOf(text, start);
      if (at >= 0) return at + text.length;
      if (this.#hasEnded) throw this.#without("It ended without printing", text);
      await once(this.#changes, "change", { signal: deadline }).catch(() => {
        throw this.#without(`For ${patience / 1000} s it did not print`, text);
      });
    }
  }

  #without(what: string, text: string): Error {
    return new Error(`${what} ${JSON.stringify(text)} behind the first ${this.#seen} characters of:\n${this.#output}`);
  }
}
