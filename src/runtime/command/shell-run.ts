// One run of a command: starts the shells around it, hands them its input, and waits for their reports.

import { indexOf, now, parseWhole, slice } from "../base/primordials.ts";
import { quote } from "../base/text.ts";
import { decodeUtf8 } from "../base/utf8.ts";
import type { Natives } from "../generated/natives.ts";
import { readable, writable } from "../generated/numbers.ts";
import type { OpenProcesses } from "../process/open-processes.ts";
import { ProcessChannel } from "../process/process-channel.ts";
import type { Place } from "../process/target.ts";
import { type Interest, kPause, type Operation } from "../waiting/waiting.ts";
import { WSLApiError } from "../wsl/errors.ts";
import { kTimeout } from "../wsl/hresult.ts";
import { deniedError } from "../wsl/permission-denied.ts";
import { type CommandError, unrunCommand } from "./command-error.ts";
import type { Command } from "./command-options.ts";
import { CommandResult } from "./command-result.ts";
import { randomText } from "./random-text.ts";
import { ShellInput, ShellOutput } from "./shell-streams.ts";
import { signalOfExitCode } from "./signal-names.ts";

/** What starting a process needs of the runtime. */
export interface ProcessServices {
  readonly natives: Natives;
  readonly openProcesses: OpenProcesses;
}

/** What is particular to one run. */
export interface Run {
  readonly place: Place;
  /** Null: none, and the program finds the end of its input at once. */
  readonly input: Uint8Array | null;
  /** By the clock of `now()`. */
  readonly deadline: number;
}

const kSecretBytes = 16;
const kClosed = "has reported how it ended";
const kLeftRunning = "was still running when its hook ended; a hook that waits for it awaits its promise";

export class ShellRun {
  /** As messages show it. */
  readonly call: string;
  readonly #services: ProcessServices;
  readonly #command: Command;
  readonly #run: Run;

  constructor(services: ProcessServices, command: Command, run: Run) {
    this.call = `run(${run.place.prefix}${command.text})`;
    this.#services = services;
    this.#command = command;
    this.#run = run;
  }

  /** Both shells are started before either is waited for. The program is not, before its shell reads its first line. */
  *complete(): Operation<CommandResult> {
    const secret = randomText(this.#services.natives, kSecretBytes);
    const mark = this.#services.natives._encodeUtf8(secret);
    const errors = this.#command.stderr === "separate" ? this.#start(true, mark, "") : undefined;
    try {
      const output = this.#start(false, mark, kLeftRunning);
      try {
        const pid = errors === undefined ? "-" : yield* this.#errorProcess(errors);
        yield* this.#exchange(output, errors, this.#input(output.channel, `${secret} ${pid}`));
        return this.#conclude(output, errors);
      } finally {
        output.channel.close(kClosed);
      }
    } finally {
      errors?.channel.close(kClosed);
    }
  }

  /** The shell around the program, or the one that carries its standard error. `remark` is for the log, if the hook ends first. */
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

  /** The id of the process in whose pipe standard error has to go. */
  *#errorProcess(errors: ShellOutput): Operation<string> {
    let pid = errors.takeLine();
    while (pid === undefined) {
      if (errors.channel.outputEnded) throw this.#unrun(kNoReport);
      yield* this.#wait([errors.channel.interest(readable)]);
      pid = errors.takeLine();
    }
    if (pid === "") throw this.#unrun(kNoErrors);
    return pid;
  }

  #input(channel: ProcessChannel, header: string): ShellInput {
    const { natives } = this.#services;
    const { input } = this.#run;
    if (input === null) return new ShellInput(channel, [natives._encodeUtf8(`${header} none\n`)]);
    return new ShellInput(channel, [natives._encodeUtf8(`${header} input\n`), input]);
  }

  /** Until all reports are there. Everything moves as it can: no pipe that is full keeps another one waiting. */
  *#exchange(output: ShellOutput, errors: ShellOutput | undefined, input: ShellInput): Operation<void> {
    while (output.isOpen || (errors?.isOpen && errorsWillReport(output.report))) {
      const sent = input.send();
      const printed = output.isOpen && output.receive();
      const complained = errors?.isOpen === true && errors.receive();
      if (sent || printed || complained) yield* this.#pause();
      else yield* this.#wait(interestsOf(output, errors, input));
    }
  }

  #conclude(output: ShellOutput, errors: ShellOutput | undefined): CommandResult {
    const { natives } = this.#services;
    const stderr = errors === undefined ? "" : decodeUtf8(natives, errors.takePrinted());
    const exitCode = parseWhole(output.report);
    if (!output.hasReported || !(exitCode >= 0)) throw this.#unrun(this.#reasonOf(output.report), stderr);
    const signal = signalOfExitCode(exitCode);
    return new CommandResult(natives, this.call, { exitCode, signal, stdout: output.takePrinted(), stderr });
  }

  /** Why the program has not run, in words. */
  #reasonOf(report: string): string {
    const { cwd, user } = this.#command;
    const space = indexOf(report, " ");
    switch (space === -1 ? report : slice(report, 0, space)) {
      case "cwd":
        return `cannot change to the folder ${quote(cwd)} (options.cwd)`;
      case "environment":
        return "the shell does not let one of the variables in options.env be set";
      case "user":
        return slice(report, space + 1) === kNoSuchProgram
          ? "options.user needs the program su, which is not there"
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

  *#wait(interests: readonly Interest[]): Operation<void> {
    const outcome = yield { interests, deadline: this.#run.deadline };
    if (outcome < 0) throw new WSLApiError(this.call, outcome);
    if (outcome === 0) throw new WSLApiError(this.call, kTimeout);
  }

  *#pause(): Operation<void> {
    if (now() > this.#run.deadline) throw new WSLApiError(this.call, kTimeout);
    yield kPause;
  }
}

const kNoSuchProgram = "127";
const kNoReport =
  "the shell /bin/sh has ended without reporting how the program did; it needs the program cat, and must not be killed";
const kNoErrors = 'stderr: "separate" needs /proc, which is not there; stderr can be "merge" or "ignore"';

/** Not if their shell could not be reached. */
function errorsWillReport(report: string): boolean {
  return report !== "" && report !== "errors";
}

function interestsOf(output: ShellOutput, errors: ShellOutput | undefined, input: ShellInput): Interest[] {
  const interests: Interest[] = [];
  const events = (output.isOpen ? readable : 0) | (input.hasEnded ? 0 : writable);
  if (events !== 0) interests[0] = output.channel.interest(events);
  if (errors?.isOpen) interests[interests.length] = errors.channel.interest(readable);
  return interests;
}
