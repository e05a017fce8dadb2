// One run of a command in the VM of a container session, where WSL starts the program itself: without a shell.

import { ByteArray } from "../base/primordials.ts";
import { decodeUtf8 } from "../base/utf8.ts";
import { readable } from "../generated/numbers.ts";
import { ContainerStreams } from "../process/container-streams.ts";
import { type ContainerProgram, notStarted, startInContainers } from "../process/create-container-process.ts";
import type { ProcessChannel } from "../process/process-channel.ts";
import type { Interest, Operation } from "../waiting/waiting.ts";
import { deniedError } from "../wsl/permission-denied.ts";
import { kNotExecutable, kNotFound } from "./command-error.ts";
import { CommandResult } from "./command-result.ts";
import { type Awaited, CommandInput, exchange, kLeftRunning, type Timed } from "./exchange.ts";
import type { ProcessServices } from "./shell-run.ts";
import { signalOfExitCode } from "./signal-names.ts";

/** Linux's reasons why a program that WSL has been asked for does not run, and what shells report then. */
const kNoEntry = 2;
const kNoFormat = 8;
const kNoAccess = 13;

/** What is particular to one run. */
export interface ContainerCommand extends Timed {
  readonly session: number;
  readonly program: ContainerProgram;
  /** Null: none, and the program finds the end of its input at once. */
  readonly input: Uint8Array | null;
  readonly ignoresErrors: boolean;
}

export class ContainerRun {
  readonly #services: ProcessServices;
  readonly #run: ContainerCommand;

  constructor(services: ProcessServices, run: ContainerCommand) {
    this.#services = services;
    this.#run = run;
  }

  get call(): string {
    return this.#run.call;
  }

  *complete(): Operation<CommandResult> {
    const streams = this.#start();
    if (typeof streams === "number") return this.#result(streams, new ByteArray(0), "");
    try {
      const output = new Output(streams.outputs[0], false);
      const errors = new Output(streams.outputs[1], this.#run.ignoresErrors);
      const end: Awaited = { interest: () => streams.interest(), receive: () => false };
      const input = new CommandInput(streams.input, this.#run.input === null ? [] : [this.#run.input]);
      yield* exchange(this.#run, input, () => {
        const open = openOf(output, errors);
        return open.length > 0 || streams.exitCode !== null ? open : [end];
      });
      const stderr = decodeUtf8(this.#services.natives, errors.take());
      return this.#result(streams.exitCode as number, output.take(), stderr);
    } finally {
      streams.close("has ended");
    }
  }

  /** A number is the exit code of a program that does not run. */
  #start(): ContainerStreams | number {
    const { natives, openProcesses } = this.#services;
    const { call, session, program } = this.#run;
    const started = startInContainers(natives, call, session, program);
    if (started.result >= 0) return new ContainerStreams(natives, openProcesses, started, call, kLeftRunning);
    const denied = deniedError(natives, call);
    if (denied !== undefined) throw denied;
    if (started.errno === kNoEntry) return kNotFound;
    if (started.errno === kNoAccess || started.errno === kNoFormat) return kNotExecutable;
    throw notStarted(call, started);
  }

  #result(exitCode: number, stdout: Uint8Array, stderr: string): CommandResult {
    const signal = signalOfExitCode(exitCode);
    return new CommandResult(this.#services.natives, this.call, { exitCode, signal, stdout, stderr });
  }
}

/** One of the program's outputs, which ends when all processes that have it are gone. */
class Output implements Awaited {
  readonly #channel: ProcessChannel;
  readonly #isIgnored: boolean;

  constructor(channel: ProcessChannel, isIgnored: boolean) {
    this.#channel = channel;
    this.#isIgnored = isIgnored;
  }

  get isOpen(): boolean {
    return !this.#channel.outputEnded;
  }

  interest(): Interest {
    return this.#channel.interest(readable);
  }

  receive(): boolean {
    const some = this.#channel.tryReceive("read");
    if (this.#isIgnored) this.take();
    return some || !this.isOpen;
  }

  /** All that has come. It can be taken once. */
  take(): Uint8Array {
    const { received } = this.#channel;
    return received.take(received.length);
  }
}

function openOf(output: Output, errors: Output): readonly Output[] {
  if (!output.isOpen) return errors.isOpen ? [errors] : [];
  return errors.isOpen ? [output, errors] : [output];
}
