/** Programs made of test/cases: without an argument they name their cases, with a name they run one. */

import { execFile, execFileSync } from "node:child_process";
import { promisify } from "node:util";

export class CaseProgram {
  readonly #command: readonly [string, ...string[]];
  readonly #env: NodeJS.ProcessEnv;

  constructor(command: readonly [string, ...string[]], env: NodeJS.ProcessEnv = process.env) {
    this.#command = command;
    this.#env = env;
  }

  names(): string[] {
    const [file, ...args] = this.#command;
    return execFileSync(file, args, { env: this.#env, encoding: "utf8" })
      .split(/\r?\n/)
      .filter((name) => name !== "");
  }

  /** Runs one case in a process of its own, so that a crash fails no other. */
  async run(name: string): Promise<CaseResult> {
    const [file, ...args] = this.#command;
    const options = { env: this.#env, encoding: "utf8" } as const;
    return promisify(execFile)(file, [...args, name], options).then(
      ({ stdout, stderr }) => ({ code: 0, stdout: stdout.trim(), stderr }),
      ({ code, signal, stdout, stderr }) => ({ code: code ?? signal, stdout: stdout.trim(), stderr }),
    );
  }
}

export interface CaseResult {
  /** The exit code, or the signal that ended it. */
  readonly code: number | string;
  /** The reason of a failure. */
  readonly stdout: string;
  /** What sanitizers report. */
  readonly stderr: string;
}
