// The stream of a process: turns natives that never wait into operations that do, each with a time limit.

import { partOf } from "../base/bytes.ts";
import { makeTypeError, min, now, typedArrayLength, without } from "../base/primordials.ts";
import type { Natives } from "../generated/natives.ts";
import { maximumSend, maximumUnread, readable, writable } from "../generated/numbers.ts";
import { type Interest, kPause, type Operation, type Source } from "../waiting/waiting.ts";
import { WSLApiError } from "../wsl/errors.ts";
import { kTimeout } from "../wsl/hresult.ts";
import { ByteQueue } from "./byte-queue.ts";
import type { OpenProcesses } from "./open-processes.ts";
import type { OutputSource } from "./output-reader.ts";

const kReadToEnd = "has been read to its end and is closed";
/** For the log, if the hook ends first. */
export const kLeftOpen = 'was left open when its hook ended; call close(), or declare it with "using"';

interface ChannelOptions {
  readonly remark?: string;
  /** False for a stream that carries only standard input. */
  readonly receives?: boolean;
  /**
   * All outputs of a process that has several: waiting for one also receives the others, which the program may be
   * writing.
   */
  readonly outputs?: readonly ProcessChannel[];
}

export class ProcessChannel implements Source, OutputSource {
  /** The call that started the process, for messages: `ExecuteBinary(/bin/cat)`. */
  readonly call: string;
  readonly remark: string;
  readonly stream: number;
  /** What was received and not read yet. */
  readonly received = new ByteQueue();
  readonly #natives: Natives;
  readonly #open: OpenProcesses;
  readonly #outputs: readonly ProcessChannel[];
  #news = 0;
  #inputEnded = false;
  #outputEnded: boolean;
  #receivingFails = false;
  #closedBecause: string | undefined;
  /** One for each `send` under way; the first one has its turn. */
  #sendings: object[] = [];

  constructor(
    natives: Natives,
    open: OpenProcesses,
    stream: number,
    call: string,
    { remark = kLeftOpen, receives = true, outputs = [] }: ChannelOptions = {},
  ) {
    this.#natives = natives;
    this.#open = open;
    this.stream = stream;
    this.call = call;
    this.remark = remark;
    this.#outputEnded = !receives;
    this.#outputs = outputs;
    open.add(this);
  }

  get natives(): Natives {
    return this.#natives;
  }

  get isOpen(): boolean {
    return this.#closedBecause === undefined;
  }

  /** The process has ended its output, and all of it was received. */
  get outputEnded(): boolean {
    return this.#outputEnded;
  }

  get news(): number {
    return this.#news;
  }

  /** Throws if the process can no longer be used. */
  require(operation: string): void {
    const because = this.#closedBecause;
    if (because !== undefined) throw new makeTypeError(`${this.call}.${operation}: the process ${because}`);
  }

  /** Throws also while something is being sent: that could not continue during a call that blocks. */
  requireNoSending(operation: string): void {
    this.require(operation);
    if (this.#sendings.length === 0) return;
    throw new makeTypeError(`${this.call}.${operation}: a writeAsync is still under way; await it first`);
  }

  /** Sends everything, after what is already being sent. */
  *send(operation: string, bytes: Uint8Array, deadline: number): Operation<void> {
    const sending = {};
    this.#sendings[this.#sendings.length] = sending;
    try {
      while (this.#sendings[0] !== sending) yield* this.#wait(operation, writable, deadline);
      yield* this.#sendAll(operation, bytes, deadline);
    } finally {
      this.#sendings = without(this.#sendings, sending);
    }
  }

  /** Ends when Windows has accepted everything: data that a channel still holds when it closes is lost. */
  *#sendAll(operation: string, bytes: Uint8Array, deadline: number): Operation<void> {
    if (this.#inputEnded) throw new makeTypeError(`${this.call}.${operation}: the process's input has been closed`);
    const length = typedArrayLength(bytes);
    for (let sent = 0; sent < length; ) {
      const taken = this.#check(operation, this.trySend(bytes, sent));
      sent += taken;
      if (taken === 0) yield* this.#waitToSend(operation, deadline);
      else if (sent < length) yield* this.pause(operation, deadline);
    }
    while (this.#check(operation, this.#natives._streamSending(this.stream)) !== 0) {
      yield* this.#waitToSend(operation, deadline);
    }
  }

  /** Keeps what the process prints meanwhile: it may accept no input until that is read. */
  *#waitToSend(operation: string, deadline: number): Operation<void> {
    yield* this.#wait(operation, this.#outputEnded ? writable : readable | writable, deadline);
    if (!this.#outputEnded) this.tryReceive(operation);
  }

  endInput(operation: string): void {
    if (!this.#inputEnded) this.#check(operation, this.#shutDown());
  }

  /**
   * Ends the input of a program whose output alone matters: the program may have ended, with its output still unread.
   */
  tryToEndInput(): void {
    if (!this.#inputEnded) this.#shutDown();
  }

  /** Sends what the process accepts at once of the bytes from `start` on. Returns their number, or an HRESULT. */
  trySend(bytes: Uint8Array, start: number): number {
    const size = min(maximumSend, typedArrayLength(bytes) - start);
    return this.#natives._streamSend(this.stream, partOf(bytes, start, size));
  }

  /** Waits until more arrives. False: the output has ended. */
  *receiveMore(operation: string, deadline: number): Operation<boolean> {
    const news = this.#news;
    while (!this.#outputEnded) {
      if (this.tryReceive(operation)) return true;
      if (!this.#outputEnded) yield* this.#wait(operation, readable, deadline);
      // Another operation may have received it.
      if (this.#news !== news) return !this.#outputEnded || this.received.length > 0;
    }
    return false;
  }

  /** Receives what is available. False: nothing was. */
  tryReceive(operation: string): boolean {
    const result = this.#natives._streamReceive(this.stream);
    if (typeof result === "number") {
      this.#check(operation, result);
      return false;
    }
    return this.#keep(result);
  }

  /** Whether it is received while another operation waits. */
  get isDrained(): boolean {
    return this.isOpen && !this.#outputEnded && !this.#receivingFails && this.received.length < maximumUnread;
  }

  /** Receives what is available for later reads, which also throw the error of receiving. */
  drain(): void {
    const result = this.#natives._streamReceive(this.stream);
    if (typeof result !== "number") this.#keep(result);
    else this.#receivingFails = result < 0;
  }

  #keep(bytes: Uint8Array): boolean {
    this.#news++;
    this.#outputEnded = typedArrayLength(bytes) === 0;
    if (!this.#outputEnded) this.received.append(bytes);
    return !this.#outputEnded;
  }

  interest(events: number): Interest {
    return { source: this, events, news: this.#news };
  }

  /** For operations that run on without ever having to wait. */
  *pause(operation: string, deadline: number): Operation<void> {
    if (now() > deadline) throw this.#timeout(operation);
    yield kPause;
    this.require(operation);
  }

  /** One stream carries both directions: neither can be used any more. */
  endReading(): void {
    this.close(kReadToEnd);
  }

  close(because: string): void {
    if (this.#closedBecause !== undefined) return;
    this.#closedBecause = because;
    this.#news++;
    this.#open.delete(this);
    this.#natives._streamClose(this.stream);
  }

  #shutDown(): number {
    const status = this.#natives._streamEnd(this.stream);
    this.#inputEnded = status >= 0;
    return status;
  }

  *#wait(operation: string, events: number, deadline: number): Operation<void> {
    const outcome = yield { interests: withOutputs(this.interest(events), this.#outputs), deadline };
    this.require(operation);
    if (this.#check(operation, outcome) === 0 || now() > deadline) throw this.#timeout(operation);
    drainOutputs(this.#outputs, this);
  }

  #timeout(operation: string): WSLApiError {
    return new WSLApiError(`${this.call}.${operation}`, kTimeout);
  }

  #check(operation: string, status: number): number {
    if (status < 0) throw new WSLApiError(`${this.call}.${operation}`, status);
    return status;
  }
}

/** Its own interest, and those in the outputs that are received meanwhile. */
export function withOutputs(interest: Interest, outputs: readonly ProcessChannel[]): Interest[] {
  const interests = [interest];
  for (let at = 0; at < outputs.length; at++) {
    const output = outputs[at] as ProcessChannel;
    if (output !== interest.source && output.isDrained) interests[interests.length] = output.interest(readable);
  }
  return interests;
}

/** All outputs except those that another operation is receiving. */
export function drainOutputs(outputs: readonly ProcessChannel[], own?: ProcessChannel): void {
  for (let at = 0; at < outputs.length; at++) {
    const output = outputs[at] as ProcessChannel;
    if (output !== own && output.isDrained) output.drain();
  }
}
