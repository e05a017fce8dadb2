// CommandError: a command failed, or could not be run.

import { freeze, makeTypeError, slice, trim } from "../base/primordials.ts";
import { CodedError, nameErrors } from "../wsl/errors.ts";
import { kFail } from "../wsl/hresult.ts";
import type { CommandResult } from "./command-result.ts";

/** How much of the end of standard error a message repeats. */
const kMaximumWords = 500;
/** Exit codes of shells for programs that they cannot start. */
export const kNotExecutable = 126;
export const kNotFound = 127;

/** What failed. */
export interface CommandFailure {
  /** The call, `run(ls /nowhere)`, and the command in it. */
  readonly call: string;
  readonly command: string;
  /** Null: how it ended is unknown. */
  readonly result: CommandResult | null;
  readonly stderr: string;
}

const kToken = Symbol("CommandError");

export class CommandError extends CodedError {
  readonly #failure: CommandFailure;

  // The class is visible to scripts for instanceof, and they could call it with anything.
  constructor(token: symbol, message: string, failure: CommandFailure) {
    if (token !== kToken) throw new makeTypeError("CommandError objects come from run");
    super(message, kFail);
    this.#failure = failure;
  }

  get command(): string {
    return this.#failure.command;
  }

  get exitCode(): number | null {
    return this.#failure.result?.exitCode ?? null;
  }

  get signal(): string | null {
    return this.#failure.result?.signal ?? null;
  }

  get stderr(): string {
    return this.#failure.stderr;
  }

  get result(): CommandResult | null {
    return this.#failure.result;
  }
}

nameErrors(CommandError);
freeze(CommandError.prototype);

export function failedCommand(call: string, command: string, result: CommandResult): CommandError {
  const { stderr } = result;
  const message = `${call} ${endOf(result)}${lastWords(stderr)}`;
  return new CommandError(kToken, message, { call, command, result, stderr });
}

/** The error of a command that could not be run. `reason` is a sentence without its full stop. */
export function unrunCommand(call: string, command: string, reason: string, stderr: string): CommandError {
  return new CommandError(kToken, `${call}: ${reason}${lastWords(stderr)}`, { call, command, result: null, stderr });
}

function endOf({ exitCode, signal }: CommandResult): string {
  if (signal !== null) return `was ended by ${signal} (exit code ${exitCode})`;
  if (exitCode === kNotFound) return `failed: there is no such program (exit code ${kNotFound})`;
  if (exitCode === kNotExecutable) return `failed: the program cannot be executed (exit code ${kNotExecutable})`;
  return `failed with exit code ${exitCode}`;
}

/** The end of standard error, where programs report what is wrong. */
function lastWords(stderr: string): string {
  const words = trim(stderr);
  if (words === "") return "";
  return words.length > kMaximumWords ? `: ...${slice(words, words.length - kMaximumWords)}` : `: ${words}`;
}
