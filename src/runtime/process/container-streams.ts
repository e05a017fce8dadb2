// The streams of a process in the VM of a container session, and its end; they are closed together.

import { makeTypeError, now } from "../base/primordials.ts";
import { hresults } from "../generated/hresults.ts";
import type { Natives } from "../generated/natives.ts";
import { readable } from "../generated/numbers.ts";
import type { Interest, Operation, Source } from "../waiting/waiting.ts";
import { WSLApiError } from "../wsl/errors.ts";
import { kTimeout } from "../wsl/hresult.ts";
import { type Closable, OpenProcesses } from "./open-processes.ts";
import type { OutputSource } from "./output-reader.ts";
import { drainOutputs, kLeftOpen, ProcessChannel, withOutputs } from "./process-channel.ts";

/** The host's number for a process. */
export interface ProcessNumbers {
  readonly process: number;
  readonly stdin: number;
  readonly stdout: number;
  readonly stderr: number;
}

export class ContainerStreams implements Closable, Source {
  readonly call: string;
  readonly remark: string;
  /** Readable when the process has ended. */
  readonly stream: number;
  readonly input: ProcessChannel;
  /** Standard output and standard error. */
  readonly outputs: readonly [ProcessChannel, ProcessChannel];
  readonly stdout: OutputSource;
  readonly stderr: OutputSource;
  readonly #natives: Natives;
  readonly #open: OpenProcesses;
  #news = 0;
  #exitCode: number | null = null;
  #closedBecause: string | undefined;

  constructor(natives: Natives, open: OpenProcesses, numbers: ProcessNumbers, call: string, remark = kLeftOpen) {
    this.#natives = natives;
    this.#open = open;
    this.call = call;
    this.remark = remark;
    this.stream = numbers.process;
    // At the hook's end the process is closed and reported, not each stream.
    const own = new OpenProcesses();
    const outputs: ProcessChannel[] = [];
    const channel = (name: string, stream: number, receives: boolean) =>
      new ProcessChannel(natives, own, stream, `${call}.${name}`, { receives, outputs });
    this.input = channel("stdin", numbers.stdin, false);
    this.outputs = [channel("stdout", numbers.stdout, true), channel("stderr", numbers.stderr, true)];
    outputs[0] = this.outputs[0];
    outputs[1] = this.outputs[1];
    this.stdout = new ContainerOutput(this.outputs[0], this.input);
    this.stderr = new ContainerOutput(this.outputs[1], this.input);
    open.add(this);
  }

  get natives(): Natives {
    return this.#natives;
  }

  get isOpen(): boolean {
    return this.#closedBecause === undefined;
  }

  get news(): number {
    return this.#news;
  }

  /** Null while the process runs. */
  get exitCode(): number | null {
    if (this.#exitCode === null && this.isOpen) {
      const code = this.#natives._wslcExitCode(this.stream);
      if (code >= 0) this.#exitCode = code;
      else if (code !== (hresults.E_NOT_VALID_STATE | 0)) throw new WSLApiError(`${this.call}.exitCode`, code);
    }
    return this.#exitCode;
  }

  /** In the end of the process. */
  interest(): Interest {
    return { source: this, events: readable, news: this.#news };
  }

  *waitForEnd(operation: string, deadline: number): Operation<number> {
    for (;;) {
      this.require(operation);
      const code = this.exitCode;
      if (code !== null) return code;
      const outcome = yield { interests: withOutputs(this.interest(), this.outputs), deadline };
      if (outcome < 0) throw new WSLApiError(`${this.call}.${operation}`, outcome);
      if (outcome === 0 || now() > deadline) throw new WSLApiError(`${this.call}.${operation}`, kTimeout);
      drainOutputs(this.outputs);
    }
  }

  /** Throws if the process can no longer be used. */
  require(operation: string): void {
    const because = this.#closedBecause;
    if (because !== undefined) throw new makeTypeError(`${this.call}.${operation}: the process ${because}`);
  }

  /** The streams first: WSL wants them closed before the process object is released. */
  close(because: string): void {
    if (this.#closedBecause !== undefined) return;
    this.#closedBecause = because;
    this.#news++;
    this.#open.delete(this);
    this.input.close(because);
    this.outputs[0].close(because);
    this.outputs[1].close(because);
    this.#natives._streamClose(this.stream);
  }
}

/** One of two outputs: reading it to its end does not end the process. */
class ContainerOutput implements OutputSource {
  readonly #channel: ProcessChannel;
  readonly #input: ProcessChannel;

  constructor(channel: ProcessChannel, input: ProcessChannel) {
    this.#channel = channel;
    this.#input = input;
  }

  get natives() {
    return this.#channel.natives;
  }

  get call() {
    return this.#channel.call;
  }

  get isOpen() {
    return this.#channel.isOpen;
  }

  get received() {
    return this.#channel.received;
  }

  require(operation: string): void {
    this.#channel.require(operation);
  }

  receiveMore(operation: string, deadline: number): Operation<boolean> {
    return this.#channel.receiveMore(operation, deadline);
  }

  pause(operation: string, deadline: number): Operation<void> {
    return this.#channel.pause(operation, deadline);
  }

  tryToEndInput(): void {
    this.#input.tryToEndInput();
  }

  endReading(): void {}
}
