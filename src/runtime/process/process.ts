// WSLProcess: a process that a script has started. One socket carries its standard input and output. Every operation
// exists twice: one ends before it returns, the other returns a promise, and goes on in the hook's event loop.

import { argumentError, checkOptions, checkTimeout } from "../base/argument-checks.ts";
import { bytesOf } from "../base/bytes.ts";
import {
  asyncIterator,
  charCodeAt,
  defineProperty,
  freeze,
  isInteger,
  makeTypeError,
  max,
  now,
  slice,
} from "../base/primordials.ts";
import { describeValue } from "../base/text.ts";
import { decodeUtf8, encodeUtf8 } from "../base/utf8.ts";
import { inspectAs } from "../console/inspect.ts";
import type { Natives } from "../generated/natives.ts";
import { maximumChunk } from "../generated/numbers.ts";
import { type AbortSignal, signalOf } from "../waiting/abort.ts";
import type { EventLoop } from "../waiting/event-loop.ts";
import { complete, type Operation } from "../waiting/waiting.ts";
import { ProcessChannel } from "./process-channel.ts";

export interface WaitOptions {
  readonly timeout?: number;
}

export interface ReadOptions extends WaitOptions {
  readonly maximum?: number;
}

export interface Abortable {
  readonly signal?: AbortSignal;
}

/** Makes the process of a channel. */
export let createProcess: (channel: ProcessChannel, loop: EventLoop) => WSLProcess;

const kNewline = 0x0a;
const kCarriageReturn = 0x0d;
const kReadToEnd = "has been read to its end and is closed";

export class WSLProcess {
  readonly #channel: ProcessChannel;
  readonly #loop: EventLoop;

  static {
    createProcess = (channel, loop) => new WSLProcess(channel, loop);
    freeze(WSLProcess.prototype);
  }

  private constructor(channel: ProcessChannel, loop: EventLoop) {
    // Scripts see the class, for instanceof, and could call it with anything.
    if (!(channel instanceof ProcessChannel)) throw new makeTypeError("WSLProcess objects come from ExecuteBinary");
    this.#channel = channel;
    this.#loop = loop;
    freeze(this);
  }

  write(data: string | ArrayBuffer | ArrayBufferView, options?: WaitOptions): void {
    this.#channel.requireNoSending("write");
    complete(this.#natives, this.#write("write", data, options, ["timeout"]));
  }

  writeAsync(data: string | ArrayBuffer | ArrayBufferView, options?: WaitOptions & Abortable): Promise<void> {
    return this.#start("writeAsync", options, this.#write("writeAsync", data, options, ["timeout", "signal"]));
  }

  closeInput(): void {
    this.#channel.require("closeInput");
    this.#channel.endInput("closeInput");
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
    const signal = signalOf("WSLProcess.lines", options);
    const lines = this.#lines(timeout);
    const asyncLines = () => this.#asyncLines(timeout, signal);
    return defineProperty(lines, asyncIterator, { value: asyncLines }) as typeof lines & AsyncIterable<string>;
  }

  close(): void {
    this.#channel.close("has been closed");
  }

  [Symbol.dispose](): void {
    this.close();
  }

  [inspectAs](): unknown {
    return { call: this.#channel.call, open: this.#channel.isOpen };
  }

  get #natives(): Natives {
    return this.#channel.natives;
  }

  #start<Result>(name: string, options: Abortable | undefined, operation: Operation<Result>): Promise<Result> {
    return this.#loop.start(operation, () => signalOf(`WSLProcess.${name}`, options));
  }

  *#write(name: string, data: unknown, options: WaitOptions | undefined, allowed: readonly string[]): Operation<void> {
    const deadline = this.#begin(name, options, allowed);
    const bytes = typeof data === "string" ? encodeUtf8(this.#natives, data) : bytesOf(data);
    if (bytes === undefined)
      throw argumentError(`WSLProcess.${name}`, `data must be a string or bytes, not ${describeValue(data)}`);
    yield* this.#channel.send(name, bytes, deadline);
  }

  *#read(name: string, options: ReadOptions | undefined, allowed: readonly string[]): Operation<Uint8Array | null> {
    const deadline = this.#begin(name, options, allowed);
    const maximum = options?.maximum ?? maximumChunk;
    if (!isInteger(maximum) || maximum < 1) {
      throw argumentError(
        `WSLProcess.${name}`,
        `options.maximum must be a whole number above 0, not ${describeValue(maximum)}`,
      );
    }
    const { received } = this.#channel;
    // What has come may have gone to another operation.
    while (received.length === 0) if (!(yield* this.#channel.receiveMore(name, deadline))) return null;
    return received.takeSome(maximum);
  }

  *#bytes(name: string, options: WaitOptions | undefined, allowed: readonly string[]): Operation<Uint8Array> {
    const deadline = this.#begin(name, options, allowed);
    const channel = this.#channel;
    channel.tryToEndInput();
    while (yield* channel.receiveMore(name, deadline)) yield* channel.pause(name, deadline);
    channel.close(kReadToEnd);
    return channel.received.take(channel.received.length);
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

  /** Undefined at the end of the output; the process is closed then. */
  *#nextLine(timeout: number): Operation<string | undefined> {
    const channel = this.#channel;
    const { received } = channel;
    const deadline = deadlineOf(timeout);
    channel.require("lines");
    let end = received.find(kNewline, 0);
    while (end === -1) {
      // Counted from the start of the output: another operation may take of it meanwhile.
      const searched = received.taken + received.length;
      if (!(yield* channel.receiveMore("lines", deadline))) {
        if (received.length > 0) return decodeUtf8(this.#natives, received.take(received.length));
        channel.close(kReadToEnd);
        return undefined;
      }
      end = received.find(kNewline, max(0, searched - received.taken));
      if (end === -1) yield* channel.pause("lines", deadline);
    }
    const line = decodeUtf8(this.#natives, received.take(end + 1));
    const last = line.length - 1;
    return slice(line, 0, charCodeAt(line, last - 1) === kCarriageReturn ? last - 1 : last);
  }

  /** Checks that the operation is possible, and gives the time at which it has to be done. */
  #begin(name: string, options: WaitOptions | undefined, allowed: readonly string[]): number {
    return deadlineOf(this.#timeout(name, options, allowed));
  }

  #timeout(name: string, options: WaitOptions | undefined, allowed: readonly string[]): number {
    this.#channel.require(name);
    const call = `WSLProcess.${name}`;
    return checkTimeout(call, checkOptions(call, options, allowed).timeout);
  }
}

function deadlineOf(timeout: number): number {
  return timeout === Infinity ? Infinity : now() + timeout;
}
