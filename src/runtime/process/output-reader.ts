// Reads a process's output. Each operation exists twice: one ends before it returns; the other returns a promise and
// continues in the hook's event loop.

import { argumentError, checkOptions, checkTimeout } from "../base/argument-checks.ts";
import { asyncIterator, charCodeAt, defineProperty, freeze, isInteger, max, now, slice } from "../base/primordials.ts";
import { describeValue } from "../base/text.ts";
import { decodeUtf8 } from "../base/utf8.ts";
import { inspectAs } from "../console/inspect.ts";
import type { Natives } from "../generated/natives.ts";
import { maximumChunk } from "../generated/numbers.ts";
import { type AbortSignal, signalOf } from "../waiting/abort.ts";
import type { EventLoop } from "../waiting/event-loop.ts";
import { complete, type Operation } from "../waiting/waiting.ts";
import type { ByteQueue } from "./byte-queue.ts";

export interface WaitOptions {
  readonly timeout?: number;
}

export interface ReadOptions extends WaitOptions {
  readonly maximum?: number;
}

export interface Abortable {
  readonly signal?: AbortSignal;
}

export interface OutputSource {
  readonly natives: Natives;
  readonly call: string;
  readonly isOpen: boolean;
  /** What was received and not read yet. */
  readonly received: ByteQueue;
  /** Throws if the process can no longer be used. */
  require(operation: string): void;
  /** Waits until more arrives. False: the output has ended. */
  receiveMore(operation: string, deadline: number): Operation<boolean>;
  pause(operation: string, deadline: number): Operation<void>;
  /** Called before a read to the end, which a program that waits for input would never reach. */
  tryToEndInput(): void;
  /** All of it has been read. */
  endReading(): void;
}

const kNewline = 0x0a;
const kCarriageReturn = 0x0d;

export class OutputReader {
  readonly #source: OutputSource;
  readonly #loop: EventLoop;
  readonly #name: string;

  static {
    freeze(OutputReader.prototype);
  }

  /** `name` is its name in messages about options. */
  constructor(source: OutputSource, loop: EventLoop, name: string) {
    this.#source = source;
    this.#loop = loop;
    this.#name = name;
    freeze(this);
  }

  read(options?: ReadOptions): Uint8Array | null {
    return complete(this.#natives, this.#read("read", options, ["maximum", "timeout"]));
  }

  readAsync(options?: ReadOptions & Abortable): Promise<Uint8Array | null> {
    return this.#start("readAsync", options, this.#read("readAsync", options, ["maximum", "timeout", "signal"]));
  }

  bytes(options?: WaitOptions): Uint8Array {
    return complete(this.#natives, this.#bytes("bytes", options, ["timeout"]));
  }

  bytesAsync(options?: WaitOptions & Abortable): Promise<Uint8Array> {
    return this.#start("bytesAsync", options, this.#bytes("bytesAsync", options, ["timeout", "signal"]));
  }

  text(options?: WaitOptions): string {
    return complete(this.#natives, this.#text("text", options, ["timeout"]));
  }

  textAsync(options?: WaitOptions & Abortable): Promise<string> {
    return this.#start("textAsync", options, this.#text("textAsync", options, ["timeout", "signal"]));
  }

  lines(options?: WaitOptions & Abortable): IterableIterator<string> & AsyncIterable<string> {
    const timeout = this.#timeout("lines", options, ["timeout", "signal"]);
    const signal = signalOf(`${this.#name}.lines`, options);
    const lines = this.#lines(timeout);
    const asyncLines = () => this.#asyncLines(timeout, signal);
    return defineProperty(lines, asyncIterator, { value: asyncLines }) as typeof lines & AsyncIterable<string>;
  }

  [inspectAs](): unknown {
    return { call: this.#source.call, open: this.#source.isOpen };
  }

  get #natives(): Natives {
    return this.#source.natives;
  }

  #start<Result>(name: string, options: Abortable | undefined, operation: Operation<Result>): Promise<Result> {
    return this.#loop.start(operation, () => signalOf(`${this.#name}.${name}`, options));
  }

  *#read(name: string, options: ReadOptions | undefined, allowed: readonly string[]): Operation<Uint8Array | null> {
    const deadline = this.#begin(name, options, allowed);
    const maximum = options?.maximum ?? maximumChunk;
    if (!isInteger(maximum) || maximum < 1) {
      throw argumentError(
        `${this.#name}.${name}`,
        `options.maximum must be a whole number above 0, not ${describeValue(maximum)}`,
      );
    }
    const { received } = this.#source;
    // Another operation may have taken what arrived.
    while (received.length === 0) if (!(yield* this.#source.receiveMore(name, deadline))) return null;
    return received.takeSome(maximum);
  }

  *#bytes(name: string, options: WaitOptions | undefined, allowed: readonly string[]): Operation<Uint8Array> {
    const deadline = this.#begin(name, options, allowed);
    const source = this.#source;
    source.tryToEndInput();
    while (yield* source.receiveMore(name, deadline)) yield* source.pause(name, deadline);
    source.endReading();
    return source.received.take(source.received.length);
  }

  *#text(name: string, options: WaitOptions | undefined, allowed: readonly string[]): Operation<string> {
    return decodeUtf8(this.#natives, yield* this.#bytes(name, options, allowed));
  }

  *#lines(timeout: number): Generator<string, void> {
    for (;;) {
      const line = complete(this.#natives, this.#nextLine(timeout));
      if (line === undefined) break;
      yield line;
    }
  }

  #asyncLines(timeout: number, signal: AbortSignal | undefined): AsyncIterableIterator<string> {
    const next = (): Promise<IteratorResult<string, undefined>> =>
      this.#loop.start(this.#nextResult(timeout), () => signal);
    const iterator = {
      next,
      [asyncIterator]: () => iterator,
    };
    return iterator;
  }

  *#nextResult(timeout: number): Operation<IteratorResult<string, undefined>> {
    const value = yield* this.#nextLine(timeout);
    return value === undefined ? { value, done: true } : { value, done: false };
  }

  /** Undefined at the end of the output; then the process is closed. */
  *#nextLine(timeout: number): Operation<string | undefined> {
    const source = this.#source;
    const { received } = source;
    const deadline = deadlineOf(timeout);
    source.require("lines");
    let end = received.find(kNewline, 0);
    while (end === -1) {
      // Counted from the start of the output: another operation may take bytes meanwhile.
      const searched = received.taken + received.length;
      if (!(yield* source.receiveMore("lines", deadline))) {
        if (received.length > 0) return decodeUtf8(this.#natives, received.take(received.length));
        source.endReading();
        return undefined;
      }
      end = received.find(kNewline, max(0, searched - received.taken));
      if (end === -1) yield* source.pause("lines", deadline);
    }
    const line = decodeUtf8(this.#natives, received.take(end + 1));
    const last = line.length - 1;
    return slice(line, 0, charCodeAt(line, last - 1) === kCarriageReturn ? last - 1 : last);
  }

  /** Checks that the operation is possible, and returns its deadline. */
  #begin(name: string, options: WaitOptions | undefined, allowed: readonly string[]): number {
    return deadlineOf(this.#timeout(name, options, allowed));
  }

  #timeout(name: string, options: WaitOptions | undefined, allowed: readonly string[]): number {
    this.#source.require(name);
    return timeoutIn(`${this.#name}.${name}`, options, allowed);
  }
}

/** Milliseconds; infinite where the options have none. */
export function timeoutIn(call: string, options: WaitOptions | undefined, allowed: readonly string[]): number {
  return checkTimeout(call, checkOptions(call, options, allowed).timeout);
}

export function deadlineOf(timeout: number): number {
  return timeout === Infinity ? Infinity : now() + timeout;
}
