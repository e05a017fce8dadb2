// One run of a command: starts the shells around it, sends them its input, and waits for their reports.

import { indexOf, parseWhole, slice } from "../base/primordials.ts";
import { quote } from "../base/text.ts";
import { decodeUtf8 } from "../base/utf8.ts";
import type { Natives } from "../generated/natives.ts";
import type { OpenProcesses } from "../process/open-processes.ts";
import { ProcessChannel } from "../process/process-channel.ts";
import type { Place } from "../process/target.ts";
import type { Operation } from "../waiting/waiting.ts";
import { WSLApiError } from "../wsl/errors.ts";
import { deniedError } from "../wsl/permission-denied.ts";
import { type CommandError, unrunCommand } from "./command-error.ts";
import type { Command } from "./command-options.ts";
import { CommandResult } from "./command-result.ts";
import { type Awaited, CommandInput, exchange, kLeftRunning, type Timed, waitInTime } from "./exchange.ts";
import { randomText } from "./random-text.ts";
import { ShellOutput } from "./shell-streams.ts";
import { signalOfExitCode } from "./signal-names.ts";

/** The runtime's services that starting a process needs. */
export interface ProcessServices {
  readonly natives: Natives;
  readonly openProcesses: OpenProcesses;
}

/** The parameters of one run. */
export interface Run {
  readonly place: Place;
  /** Null: no input; the program reads its end at once. */
  readonly input: Uint8Array | null;
  /** By the clock of `now()`. */
  readonly deadline: number;
}

const kSecretBytes = 16;
const kClosed = "has reported how it ended";

export class ShellRun implements Timed {
  readonly call: string;
  readonly deadline: number;
  readonly #services: ProcessServices;
  readonly #command: Command;
  readonly #run: Run;

  constructor(services: ProcessServices, command: Command, run: Run) {
    this.call = `run(${run.place.prefix}${command.text})`;
    this.deadline = run.deadline;
    this.#services = services;
    this.#command = command;
    this.#run = run;
  }

  /** Both shells start before either is waited for. The program starts only when its shell reads its first line. */
  *complete(): Operation<CommandResult> {
    const secret = randomText(this.#services.natives, kSecretBytes);
    const mark = this.#services.natives._encodeUtf8(secret);
    const errors = this.#command.stderr === "separate" ? this.#start(true, mark, "") : undefined;
    try {
      const output = this.#start(false, mark, kLeftRunning);
      try {
        const pid = errors === undefined ? "-" : yield* this.#errorProcess(errors);
        const input = this.#input(output.channel, `${secret} ${pid}`);
        yield* exchange(this, input, () => openOf(output, errors));
        return this.#conclude(output, errors);
      } finally {
        output.channel.close(kClosed);
      }
    } finally {
      errors?.channel.close(kClosed);
    }
  }

  /**
   * The shell around the program, or the one that carries its standard error. `remark` is for the log if the hook ends
   * first.
   */
  #start(carriesErrors: boolean, mark: Uint8Array, remark: string): ShellOutput {
    const { natives, openProcesses } = this.#services;
    const { session, distribution } = this.#run.place;
    const { kind, words } = this.#command;
    const stream = natives._startCommand(session, distribution, kind, words, carriesErrors);
    if (stream < 0) {
      throw deniedError(natives, this.call) ?? new WSLApiError(`${this.call}: starting the shell /bin/sh`, stream);
    }
    const channel = new ProcessChannel(natives, openProcesses, stream, this.call, { remark });
    return new ShellOutput(natives, channel, mark);
  }

  /** The id of the process whose pipe standard error must use. */
  *#errorProcess(errors: ShellOutput): Operation<string> {
    let pid = errors.takeLine();
    while (pid === undefined) {
      if (errors.channel.outputEnded) throw this.#unrun(kNoReport);
      yield* waitInTime(this, [errors.interest()]);
      pid = errors.takeLine();
    }
    if (pid === "") throw this.#unrun(kNoErrors);
    return pid;
  }

  #input(channel: ProcessChannel, header: string): CommandInput {
    const { natives } = this.#services;
    const { input } = this.#run;
    if (input === null) return new CommandInput(channel, [natives._encodeUtf8(`${header} none\n`)]);
    return new CommandInput(channel, [natives._encodeUtf8(`${header} input\n`), input]);
  }

  #conclude(output: ShellOutput, errors: ShellOutput | undefined): CommandResult {
    const { natives } = this.#services;
    const stderr = errors === undefined ? "" : decodeUtf8(natives, errors.takePrinted());
    const exitCode = parseWhole(output.report);
    if (!output.hasReported || !(exitCode >= 0)) throw this.#unrun(this.#reasonOf(output.report), stderr);
    const signal = signalOfExitCode(exitCode);
    return new CommandResult(natives, this.call, { exitCode, signal, stdout: output.takePrinted(), stderr });
  }

  /** Why the program did not run, in words. */
  #reasonOf(report: string): string {
    const { cwd, user } = this.#command;
    const space = indexOf(report, " ");
    switch (space === -1 ? report : slice(report, 0, space)) {
      case "cwd":
        return `cannot change to the folder ${quote(cwd)} (options.cwd)`;
      case "environment":
        return "the shell refuses to set one of the variables in options.env";
      case "user":
        return slice(report, space + 1) === kNoSuchProgram
          ? "options.user needs the program su, which does not exist"
          : `su does not run programs as ${quote(user)}`;
      case "errors":
        return kNoErrors;
      default:
        return kNoReport;
    }
  }

  #unrun(reason: string, stderr = ""): CommandError {
    return unrunCommand(this.call, this.#command.text, reason, stderr);
  }
}

const kNoSuchProgram = "127";
const kNoReport =
  "the shell /bin/sh ended without reporting the program's result; it needs the program cat, and must not be killed";
const kNoErrors = 'stderr: "separate" needs /proc, which does not exist; stderr can be "merge" or "ignore"';

/** Skipped if the shell could not be reached. */
function errorsWillReport(report: string): boolean {
  return report !== "" && report !== "errors";
}

/** Those whose reports are still to come. */
function openOf(output: ShellOutput, errors: ShellOutput | undefined): readonly Awaited[] {
  const open: Awaited[] = output.isOpen ? [output] : [];
  if (errors?.isOpen && (output.isOpen || errorsWillReport(output.report))) open[open.length] = errors;
  return open;
}
